/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jersey.autoconfigure.JerseyApplicationPath;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The URL at which this application serves an endpoint, without the names of a proxy.
 */
final class ConsoleUrl {

	private final ApplicationContext context;

	private final Environment environment;

	private final boolean ownPort;

	ConsoleUrl(ApplicationContext context) {
		this.context = context;
		this.environment = context.getEnvironment();
		this.ownPort = ManagementPortType.get(this.environment) == ManagementPortType.DIFFERENT;
	}

	/**
	 * Returns the URL.
	 * @param path the path of the endpoint, with the base path of endpoints
	 * @return the URL; the path alone if no embedded server runs
	 */
	String of(String path) {
		String port = this.environment.getProperty("local.management.port");
		String server = this.ownPort ? "management.server" : "server";
		String url = prefix() + path;
		return (port != null) ? scheme(server) + "://" + host(server) + ":" + port + url : url;
	}

	private String prefix() {
		if (this.ownPort) {
			return path("management.server.base-path");
		}
		return this.context instanceof ReactiveWebApplicationContext ? path("spring.webflux.base-path")
				: path("server.servlet.context-path") + servletPath();
	}

	private String path(String property) {
		String path = this.environment.getProperty(property, "");
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

	private String servletPath() {
		return Stream.of(new WebMvcPath(), new JerseyPath())
			.filter(ServletPath::isPresent)
			.map((servlet) -> servlet.find(this.context))
			.filter((path) -> path != null)
			.findFirst()
			.orElse("");
	}

	private String host(String server) {
		String address = this.environment.getProperty(server + ".address", "localhost");
		return address.contains(":") ? "[" + address + "]" : address;
	}

	private String scheme(String server) {
		// As in Spring Boot: any property enables it.
		Map<String, String> ssl = Binder.get(this.environment)
			.bind(server + ".ssl", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of("enabled", "false"));
		return "false".equals(ssl.get("enabled")) ? "http" : "https";
	}

	/** The path of a kind of servlet whose classes may be missing. */
	private interface ServletPath {

		String className();

		@Nullable String find(ApplicationContext context);

		default boolean isPresent() {
			return ClassUtils.isPresent(className(), ConsoleUrl.class.getClassLoader());
		}

	}

	private static final class WebMvcPath implements ServletPath {

		@Override
		public String className() {
			return "org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath";
		}

		@Override
		public @Nullable String find(ApplicationContext context) {
			DispatcherServletPath servlet = context.getBeanProvider(DispatcherServletPath.class).getIfAvailable();
			return (servlet != null) ? servlet.getPrefix() : null;
		}

	}

	private static final class JerseyPath implements ServletPath {

		@Override
		public String className() {
			return "org.springframework.boot.jersey.autoconfigure.JerseyApplicationPath";
		}

		@Override
		public @Nullable String find(ApplicationContext context) {
			JerseyApplicationPath servlet = context.getBeanProvider(JerseyApplicationPath.class).getIfAvailable();
			return (servlet != null) ? servlet.getPrefix() : null;
		}

	}

}
