package io.eventgate.boot;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * A filter that configures Spring Boot Admin, and what only its server needs, for tests
 * with the property {@value #PROPERTY} alone.
 */
public final class AdminOnRequest implements AutoConfigurationImportFilter, EnvironmentAware {

	/** The property of a test that needs the server of Spring Boot Admin. */
	public static final String PROPERTY = "test.admin";

	private static final List<String> PACKAGES = List.of("de.codecentric.", "org.springframework.boot.thymeleaf.",
			"org.springframework.boot.webclient.", "org.springframework.boot.http.client.");

	private boolean requested;

	@Override
	public void setEnvironment(Environment environment) {
		this.requested = environment.getProperty(PROPERTY, Boolean.class, false);
	}

	@Override
	public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[classes.length];
		for (int i = 0; i < classes.length; i++) {
			String name = classes[i];
			matches[i] = this.requested || name == null || PACKAGES.stream().noneMatch(name::startsWith);
		}
		return matches;
	}

}
