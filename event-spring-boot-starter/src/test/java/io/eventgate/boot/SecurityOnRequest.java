package io.eventgate.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * A filter that excludes Spring Security, which is on the class path, from all tests
 * without the property {@value #PROPERTY}.
 */
public final class SecurityOnRequest implements AutoConfigurationImportFilter, EnvironmentAware {

	/** The property of a test with Spring Security. */
	public static final String PROPERTY = "test.security";

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
			matches[i] = this.requested || name == null || !name.startsWith("org.springframework.boot.security.");
		}
		return matches;
	}

}
