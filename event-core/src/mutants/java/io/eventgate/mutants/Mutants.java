/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A program that plants bugs into copies of the sources of the event, one at a time, and
 * prints a table of the tools that find them. It fails if no tool finds a bug, or if a
 * tool finds a bug in the unchanged sources.
 */
public final class Mutants {

	/** The pattern by which EventGate's own tools name the test with a find. */
	private static final Pattern FOUND = Pattern.compile(Suite.FOUND_BY + "(.*)");

	private final Path sources;

	private final Path work;

	private final String classPath;

	private final List<Finder> finders;

	private Mutants(Path sources, Path work, String classPath, List<Finder> finders) {
		this.sources = sources;
		this.work = work;
		this.classPath = classPath;
		this.finders = finders;
	}

	/**
	 * Plants and searches all bugs.
	 * @param args the sources, a directory to work in, the classes of the event, a
	 * pattern of the mutants and one of the tools to try, and arguments for jcstress
	 */
	public static void main(String[] args) throws Exception {
		Path classes = Path.of(args[2]);
		String separator = System.getProperty("path.separator");
		// The class path of the tools, without the classes of the event.
		String classPath = Stream.of(System.getProperty("java.class.path").split(Pattern.quote(separator)))
			.filter((entry) -> !Path.of(entry).equals(classes))
			.collect(Collectors.joining(separator));
		List<String> jcstress = List.of(args).subList(5, args.length);
		Pattern tools = Pattern.compile(args[4]);
		List<Finder> finders = Stream
			.of(suite("unit tests", "io\\.eventgate\\.(?!Architecture)\\w+Tests"),
					suite("Lincheck", "io\\.eventgate\\.schedules\\.\\w+SchedulesTests"),
					new Finder("jcstress", "org.openjdk.jcstress.Main",
							(pattern) -> pattern.isEmpty() ? List.of() : join(jcstress, List.of("-t", pattern)),
							Pattern.compile("(?s)FAILED.*?io\\.eventgate\\.\\w+[.$](\\w+)")),
					new Finder("soak", "io.eventgate.soak.Soak", (pattern) -> List.of("PT20S"),
							Pattern.compile(Suite.FOUND_BY + "(round \\d+)")))
			.filter((finder) -> tools.matcher(finder.name()).find())
			.toList();
		new Mutants(Path.of(args[0]), Path.of(args[1]), classPath, finders).run(Pattern.compile(args[3]));
	}

	private static Finder suite(String name, String classes) {
		return new Finder(name, Suite.class.getName(), (pattern) -> List.of(classes), FOUND);
	}

	private static List<String> join(List<String> some, List<String> others) {
		return Stream.concat(some.stream(), others.stream()).toList();
	}

	private void run(Pattern only) throws IOException, InterruptedException {
		Map<String, String> sound = find("sound", null);
		if (sound.values().stream().anyMatch(Mutants::isFound)) {
			throw new IllegalStateException("A tool found a bug in the unchanged sources: " + sound);
		}
		List<String> table = new ArrayList<>();
		table.add(row("planted bug", this.finders.stream().map(Finder::name).toList()));
		table.add("|---|" + "---|".repeat(this.finders.size()));
		List<String> missed = new ArrayList<>();
		for (Mutant mutant : Catalogue.MUTANTS) {
			if (only.matcher(mutant.name()).find()) {
				Map<String, String> found = find(mutant.name().replaceAll("\\W+", "-"), mutant);
				table.add(row(mutant.name(), found.values()));
				System.out.println(table.get(table.size() - 1));
				if (found.values().stream().noneMatch(Mutants::isFound)) {
					missed.add(mutant.name());
				}
			}
		}
		Files.write(this.work.resolve("mutants.md"), table);
		table.forEach(System.out::println);
		if (!missed.isEmpty()) {
			throw new IllegalStateException("No tool finds that " + missed);
		}
	}

	private static boolean isFound(String what) {
		return !what.equals(Finder.NOTHING) && !what.equals(Finder.NOT_TRIED);
	}

	private static String row(String first, Collection<String> others) {
		return "| " + first + " | " + String.join(" | ", others) + " |";
	}

	private Map<String, String> find(String id, Mutant mutant) throws IOException, InterruptedException {
		Path place = this.work.resolve(id);
		Path copy = place.resolve("src");
		delete(place);
		copy(this.sources, copy);
		if (mutant != null) {
			mutant.plant(copy, copy);
		}
		Path classes = compile(copy, place.resolve("classes"));
		Map<String, String> found = new LinkedHashMap<>();
		for (Finder finder : this.finders) {
			found.put(finder.name(), finder.find((mutant != null) ? mutant.jcstress() : Catalogue.jcstress(),
					classes + System.getProperty("path.separator") + this.classPath, place));
		}
		return found;
	}

	private Path compile(Path copy, Path classes) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> arguments = new ArrayList<>(
				List.of("-proc:none", "-nowarn", "--release", "17", "-d", classes.toString(), "-cp", this.classPath));
		try (Stream<Path> files = Files.walk(copy)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
			throw new IllegalStateException("The mutant in " + copy + " does not compile");
		}
		return classes;
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Files.createDirectories(to);
				Path target = to.resolve(from.relativize(file).toString());
				if (Files.isDirectory(file)) {
					Files.createDirectories(target);
				}
				else {
					Files.copy(file, target);
				}
			}
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

}
