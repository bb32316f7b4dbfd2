package io.eventgate.boot.testing;

import org.springframework.boot.SpringBootVersion;

/**
 * The version of Spring Boot that the tests run with, for what differs between them.
 */
public final class SpringBoot {

	private SpringBoot() {
	}

	/**
	 * Tells whether it is a version 4.0.
	 * @return {@code true} if it is
	 */
	public static boolean is40() {
		return SpringBootVersion.getVersion().startsWith("4.0.");
	}

}
