package io.eventgate.boot.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each snippet of the documentation is part of something that is tested.
 */
class DocumentationTests {

	private static final Pattern SNIPPET = Pattern.compile("^```(?:java|yaml)\\n(.*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final List<Path> TESTED = List.of(Path.of("src/test/java/io/eventgate/boot/documentation"),
			Path.of("src/test/resources/documentation"));

	@ParameterizedTest
	@ValueSource(strings = { "using.md", "security.md", "observability.md", "console.md" })
	void eachSnippetIsTested(String page) throws IOException {
		String tested = TESTED.stream().flatMap(DocumentationTests::read).reduce("", String::concat);
		List<String> snippets = SNIPPET.matcher(Files.readString(Path.of("..", "docs", page)))
			.results()
			.map((match) -> unindented(match.group(1)))
			.toList();
		assertThat(snippets).isNotEmpty().allSatisfy((snippet) -> assertThat(tested).contains(snippet));
	}

	private static Stream<String> read(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map(DocumentationTests::readFile).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String readFile(Path file) {
		try {
			return unindented(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How far a snippet is indented says nothing. */
	private static String unindented(String text) {
		return text.replaceAll("(?m)^\\s+", "");
	}

}
