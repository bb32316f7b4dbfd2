package io.eventgate.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bug to plant: a passage of a source file and its replacement.
 *
 * @param name the description of the bug
 * @param file the source file
 * @param original the passage, which must occur once
 * @param planted the replacement
 * @param jcstress a pattern of the jcstress tests that may find it; empty to skip them
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
