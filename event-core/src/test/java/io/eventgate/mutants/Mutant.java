/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
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

	/**
	 * Plants the bug into a source file.
	 * @param sources the root of the sources to read
	 * @param copy the root of the sources to write
	 * @return the written file
	 */
	Path plant(Path sources, Path copy) throws IOException {
		Path path = Path.of("io/eventgate", this.file);
		String source = Files.readString(sources.resolve(path));
		int first = source.indexOf(this.original);
		if (first < 0 || source.indexOf(this.original, first + 1) >= 0) {
			throw new IllegalStateException("Mutant '" + this.name + "' no longer applies: " + this.file + " has "
					+ ((first < 0) ? "no" : "two") + " passages that read\n" + this.original
					+ "\nAdapt the mutant to the code.");
		}
		Path target = copy.resolve(path);
		Files.createDirectories(target.getParent());
		return Files.writeString(target, source.replace(this.original, this.planted));
	}

}
