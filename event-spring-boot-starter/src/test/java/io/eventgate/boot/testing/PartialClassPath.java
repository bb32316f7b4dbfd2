/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A class path without some jars. Unlike a filtered class loader, it also hides them from
 * classes that are loaded already. It is the class path of the current thread until it is
 * closed.
 */
public final class PartialClassPath implements AutoCloseable {

	private static @Nullable URLClassLoader ofJersey;

	private final ClassLoader previous = Thread.currentThread().getContextClassLoader();

	private final URLClassLoader loader;

	private final boolean shared;

	/**
	 * Creates the class path of the tests without some jars.
	 * @param missing a pattern of the file names of these jars
	 * @throws ReflectiveOperationException if Tomcat cannot be prepared
	 */
	public PartialClassPath(String missing) throws ReflectiveOperationException {
		this(without(missing), false);
	}

	private PartialClassPath(URLClassLoader loader, boolean shared) {
		this.loader = loader;
		this.shared = shared;
		Thread.currentThread().setContextClassLoader(loader);
	}

	/**
	 * Returns the class path of an application of Jersey, which has neither Spring MVC
	 * nor WebFlux. Its classes are loaded once for all tests.
	 * @return the class path
	 * @throws ReflectiveOperationException if Tomcat cannot be prepared
	 */
	public static synchronized PartialClassPath ofJersey() throws ReflectiveOperationException {
		if (ofJersey == null) {
			ofJersey = without("spring-(webmvc|webflux|boot-(starter-)?web(mvc|flux)).*");
		}
		return new PartialClassPath(ofJersey, true);
	}

	private static URLClassLoader without(String missing) throws ReflectiveOperationException {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.map(Path::of)
			.filter((path) -> !Pattern.matches(missing, path.getFileName().toString()))
			.map(PartialClassPath::url)
			.toArray(URL[]::new);
		URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
		leaveUrlHandlersAlone(loader);
		return loader;
	}

	/** A JVM can have only one factory of URL handlers, and each Tomcat would set it. */
	private static void leaveUrlHandlersAlone(ClassLoader loader) throws ReflectiveOperationException {
		String factory = "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";
		if (ClassUtils.isPresent(factory, loader)) {
			Class.forName(factory, true, loader).getMethod("disable").invoke(null);
		}
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Loads the class of that name again, from this class path.
	 * @param type the class
	 * @return another class of the same name
	 * @throws ClassNotFoundException if it is not found
	 */
	public Class<?> load(Class<?> type) throws ClassNotFoundException {
		return Class.forName(type.getName(), true, this.loader);
	}

	@Override
	public void close() throws IOException {
		Thread.currentThread().setContextClassLoader(this.previous);
		if (!this.shared) {
			this.loader.close();
		}
	}

}
