/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the documents: snippets are part of tested files, links have a target, log
 * lines and packages are documented, the figures of the comparison are those of the
 * reports, and the tests have names as {@code CONTRIBUTING.md} requires.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..");

	/** The files from which snippets are taken. */
	private static final String TESTED = Stream
		.of("event-spring-boot-starter/src/test/java/io/eventgate/boot/documentation",
				"event-spring-boot-starter/src/test/kotlin/io/eventgate/boot/documentation",
				"event-spring-boot-starter/src/test/resources/documentation",
				"event-spring-boot-starter/src/test/resources/pipelines",
				"sample-app/src/test/java/io/eventgate/quickstart", "sample-app/src/test/resources/documentation")
		.flatMap((directory) -> list(ROOT.resolve(directory)))
		.map((file) -> unindented(read(file)))
		.collect(Collectors.joining());

	private static final String POMS = Stream.of(".", "event-core", "event-spring-boot-starter", "sample-app")
		.map((module) -> inOneLine(read(ROOT.resolve(module).resolve("pom.xml"))))
		.collect(Collectors.joining());

	private static final Path REFERENCE = ROOT.resolve("docs/reference.md");

	/** The sources, with each literal in one piece. */
	private static final String SOURCES = Stream.of("event-core", "event-spring-boot-starter")
		.flatMap((module) -> walk(ROOT.resolve(module).resolve("src/main/java")))
		.map(DocumentationTests::read)
		.collect(Collectors.joining())
		.replaceAll("\"\\s*\\+\\s*\"", "");

	/** The elements that a dependency in a document shares with one in a POM. */
	private static final Pattern ELEMENTS = Pattern
		.compile("<groupId>.*</groupId>\\n<artifactId>.*</artifactId>|(?<=<version)>.*<");

	private static final Pattern SNIPPET = Pattern.compile("^```(\\w*)\\n(.*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	private static final Pattern OPTION = Pattern
		.compile("(?<=mvn [^`\\n]{0,100}) -(?:P ?(?<profile>[a-z-]+)|pl (?<module>[\\w-]+))");

	private static final Pattern LOG_LINE = Pattern
		.compile("^\\| `(?<logger>io\\.[^`]+)` \\| [A-Z, ]+ \\| (?<message>.+?) \\|", Pattern.MULTILINE);

	/** A literal with which a message begins, for operators. */
	private static final Pattern LOG_CALL = Pattern
		.compile("(?i:logger\\s*\\.(?:info|warn|error|log))\\((?:Level\\.(?!DEBUG)\\w+,\\s*)?(?:\\(\\) -> |inert\\()?"
				+ "\"(?<start>[^\"]+)");

	private static final Pattern LONG_NAME = Pattern.compile("\\b(?:void|fun) \\w{61,}");

	private static final Pattern FIGURE = Pattern.compile("\\b[\\d.,]+ (?:s|ms|µs|of [\\d,]+)\\b");

	static Stream<Path> documents() {
		return Stream.of(ROOT, ROOT.resolve("docs"))
			.flatMap(DocumentationTests::list)
			.filter((file) -> file.toString().endsWith(".md"));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void eachSnippetIsTested(Path document) {
		assertThat(SNIPPET.matcher(read(document)).results()).allSatisfy((snippet) -> {
			String text = unindented(snippet.group(2));
			switch (snippet.group(1)) {
				case "java", "kotlin",
						"yaml" ->
					assertThat(TESTED.contains(text))
						.as("%s: no tested file contains this snippet; change the tested region, and copy it:%n%s",
								document, text)
						.isTrue();
				case "xml" -> assertThat(ELEMENTS.matcher(text).results()).isNotEmpty()
					.allSatisfy((element) -> assertThat(POMS.contains(inOneLine(element.group())))
						.as("%s: no POM contains %s", document, element.group())
						.isTrue());
				case "console" -> assertThat(consoles().contains(text))
					.as("%s: ConsoleIT of the sample does not run this block, only those of README.md and docs/sample.md:%n%s",
							document, text)
					.isTrue();
				default -> assertThat(snippet.group(1)).as("%s: the language of%n%s", document, text)
					.isIn("", "sh", "mermaid");
			}
		});
	}

	/** Joins elements that a POM has on one line and documents on several. */
	private static String inOneLine(String xml) {
		return xml.replaceAll(">\\s+<", "><");
	}

	/** Returns the blocks that the sample's ConsoleIT runs. */
	private static String consoles() {
		return unindented(read(ROOT.resolve("README.md"))) + unindented(read(ROOT.resolve("docs/sample.md")));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void eachLinkHasATarget(Path document) {
		String text = SNIPPET.matcher(read(document)).replaceAll("");
		assertThat(LINK.matcher(text).results().filter((link) -> !link.group(1).contains(":"))).allSatisfy((link) -> {
			Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
			assertThat(target).as("a link in %s", document).exists();
			if (link.group(2) != null) {
				assertThat(HEADING.matcher(read(target)).results().map((heading) -> anchor(heading.group(1))))
					.as("%s links to a heading of %s", document, target)
					.contains(link.group(2));
			}
		});
	}

	/** Returns the anchor that GitHub generates. */
	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
	}

	@ParameterizedTest
	@MethodSource("documents")
	void eachCommandNamesExistingProfilesAndModules(Path document) {
		assertThat(OPTION.matcher(read(document)).results())
			.allSatisfy((option) -> assertThat(POMS.contains("<id>" + option.group(1) + "</id>")
					|| POMS.contains("<module>" + option.group(2) + "</module>"))
				.as("%s: no POM has the profile or module of '%s'", document, option.group())
				.isTrue());
	}

	@Test
	void readmeLinksToAllDocuments() {
		String readme = read(ROOT.resolve("README.md"));
		assertThat(list(ROOT.resolve("docs")).filter(Files::isRegularFile))
			.allSatisfy((document) -> assertThat(readme.contains("(docs/" + document.getFileName()))
				.as("README.md links to %s", document)
				.isTrue());
	}

	@Test
	void documentedLogLinesAreInTheSources() {
		assertThat(LOG_LINE.matcher(read(REFERENCE)).results()).hasSizeGreaterThan(10).allSatisfy((line) -> {
			String name = simpleName(line.group(1));
			assertThat(Stream.of(line.group(2).split("…")).allMatch((part) -> SOURCES.contains(part.strip()))
					&& Stream.of(line.group(1), "class " + name, "interface " + name).anyMatch(SOURCES::contains))
				.as("%s: no source logs '%s' with this logger", REFERENCE, line.group())
				.isTrue();
		});
	}

	@Test
	void loggedLinesAreDocumented() {
		List<String> documented = LOG_LINE.matcher(read(REFERENCE)).results().map((line) -> line.group(2)).toList();
		List<String> logged = LOG_CALL.matcher(SOURCES)
			.results()
			.map((call) -> call.group(1).replaceAll("%\\w", "…").strip())
			.toList();
		assertThat(logged).hasSizeGreaterThan(10);
		assertThat(logged)
			.filteredOn((line) -> documented.stream().noneMatch((row) -> row.startsWith(line) || line.startsWith(row)))
			.as("messages that begin like no row of the section 'Log lines' of %s", REFERENCE)
			.isEmpty();
	}

	private static String simpleName(String type) {
		return type.substring(type.lastIndexOf('.') + 1);
	}

	@Test
	void architectureNamesAllPackages() {
		String architecture = read(ROOT.resolve("docs/architecture.md"));
		for (String module : List.of("event-core", "event-spring-boot-starter", "sample-app")) {
			Path sources = ROOT.resolve(module).resolve("src/main/java");
			assertThat(walk(sources).filter((file) -> file.endsWith("package-info.java"))
				.map((file) -> sources.relativize(file.getParent()).toString().replace('/', '.')))
				.isNotEmpty()
				.allSatisfy((name) -> assertThat(architecture.contains("| `" + name + "` |"))
					.as("docs/architecture.md has a row for the package %s", name)
					.isTrue());
		}
	}

	@Test
	void testNamesHaveAtMostSixtyCharacters() {
		assertThat(Stream.of("event-core", "event-spring-boot-starter", "sample-app")
			.flatMap((module) -> walk(ROOT.resolve(module).resolve("src/test")))
			.filter((file) -> file.toString().endsWith(".java") || file.toString().endsWith(".kt"))
			.flatMap((file) -> LONG_NAME.matcher(read(file)).results().map((name) -> file + ": " + name.group())))
			.isEmpty();
	}

	@Test
	void figuresOfTheComparisonAreThoseOfTheReports() {
		String comparison = read(ROOT.resolve("docs/why.md"));
		String reports = read(ROOT.resolve("docs/benchmarks.md"));
		assertThat(FIGURE.matcher(comparison).results()).isNotEmpty()
			.allSatisfy((figure) -> assertThat(reports.contains(figure.group()))
				.as("docs/benchmarks.md has the figure of docs/why.md: %s", figure.group())
				.isTrue());
	}

	static Stream<Path> list(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> walk(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(Files::isRegularFile).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Removes the indentation, which differs between documents and files. */
	private static String unindented(String text) {
		return text.replaceAll("(?m)^\\s+", "");
	}

}
