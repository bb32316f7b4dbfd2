package io.eventgate.boot;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * A filter that excludes the configurations of Redis and of databases, which take half of
 * the start of a test application, from tests that have neither a store nor a database
 * nor the property {@value #PROPERTY}.
 */
public final class StoresOnRequest implements AutoConfigurationImportFilter, EnvironmentAware {

	/** The property of a test with all configurations of Spring Boot. */
	public static final String PROPERTY = "test.stores";

	private static final List<String> REQUESTS = List.of(PROPERTY, "eventgate.store.type", "spring.datasource.url",
			"spring.data.redis.port");

	private static final List<String> PACKAGES = List.of("org.springframework.boot.data.redis.",
			"org.springframework.boot.jdbc.", "org.springframework.boot.transaction.",
			"org.springframework.boot.persistence.");

	private boolean requested;

	@Override
	public void setEnvironment(Environment environment) {
		this.requested = REQUESTS.stream().anyMatch(environment::containsProperty);
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
