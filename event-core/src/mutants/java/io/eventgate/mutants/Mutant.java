package io.eventgate.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bug to plant: a passage of a source file, and what stands there instead.
 *
 * @param name what is wrong
 * @param file the source file
 * @param original what stands there, once and no more
 * @param planted the bug
 * @param jcstress the tests of jcstress that might see it, as a pattern; empty to spare
 * the time
 */
record Mutant(String name, String file, String original, String planted, String jcstress) {

	/** Plants the bug into a copy of the sources. */
	void plant(Path sources) throws IOException {
		Path path = sources.resolve("io/eventgate").resolve(this.file);
		String source = Files.readString(path);
		int first = source.indexOf(this.original);
		if (first < 0 || source.indexOf(this.original, first + 1) >= 0) {
			throw new IllegalStateException("Mutant '" + this.name + "' no longer applies: " + this.file + " has "
					+ ((first < 0) ? "no" : "two") + " passages that read\n" + this.original
					+ "\nAdapt the mutant to the code.");
		}
		Files.writeString(path, source.replace(this.original, this.planted));
	}

}
