package io.eventgate.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * A filter that runs WebFlux on the Tomcat of Spring MVC, so that the tests of both
 * differ in the framework only. With the property {@value #PROPERTY}, WebFlux runs on
 * Reactor Netty, its default server.
 */
public final class NettyOnRequest implements AutoConfigurationImportFilter, EnvironmentAware {

	/** The property of a test that needs Reactor Netty. */
	public static final String PROPERTY = "test.netty";

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
			matches[i] = this.requested || name == null || !name.startsWith("org.springframework.boot.reactor.netty.");
		}
		return matches;
	}

}
