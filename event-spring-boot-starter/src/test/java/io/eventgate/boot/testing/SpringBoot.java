/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import org.springframework.boot.SpringBootVersion;

/**
 * The version of Spring Boot in the tests, for differences between versions.
 */
public final class SpringBoot {

	private SpringBoot() {
	}

	/**
	 * Returns whether the version is 4.0.
	 * @return {@code true} if the version is 4.0
	 */
	public static boolean is40() {
		return SpringBootVersion.getVersion().startsWith("4.0.");
	}

}
