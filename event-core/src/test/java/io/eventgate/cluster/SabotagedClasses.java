/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.eventgate.Event;
import org.jspecify.annotations.Nullable;

/**
 * A class loader with another copy of the classes of this library and of its tests, some
 * of which have a bug. Classes without a bug are loaded from their usual location.
 */
final class SabotagedClasses extends ClassLoader {

	private static final String OURS = "io.eventgate.";

	private final Map<String, byte[]> compiled;

	SabotagedClasses(Sabotage sabotage) {
		super(SabotagedClasses.class.getClassLoader());
		this.compiled = compile(plant(sabotage));
	}

	/** Creates an object of one of the classes. */
	<T> T create(Class<? extends T> implementation, Class<T> type) {
		try {
			Constructor<?> constructor = loadClass(implementation.getName()).getDeclaredConstructor();
			constructor.setAccessible(true);
			return type.cast(constructor.newInstance());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, String> plant(Sabotage sabotage) {
		Map<String, String> sources = new LinkedHashMap<>();
		for (Sabotage.Edit edit : sabotage.edits()) {
			String source = sources.computeIfAbsent(edit.path(), SabotagedClasses::read);
			int first = source.indexOf(edit.original());
			if (first < 0 || source.indexOf(edit.original(), first + 1) >= 0) {
				throw new IllegalStateException(
						sabotage + " can no longer be planted: " + edit.path() + " has " + ((first < 0) ? "no" : "two")
								+ " passages that read '" + edit.original() + "'. Adapt it to the code");
			}
			sources.put(edit.path(), source.replace(edit.original(), edit.planted()));
		}
		return sources;
	}

	private static String read(String path) {
		try {
			return Files.readString(Path.of(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, byte[]> compile(Map<String, String> sources) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		Map<String, ByteArrayOutputStream> classes = new HashMap<>();
		JavaFileManager files = new ForwardingJavaFileManager<JavaFileManager>(
				compiler.getStandardFileManager(null, null, null)) {

			@Override
			public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
					FileObject sibling) {
				return new SimpleJavaFileObject(URI.create("bytes:///" + className.replace('.', '/')), kind) {

					@Override
					public OutputStream openOutputStream() {
						ByteArrayOutputStream bytes = new ByteArrayOutputStream();
						classes.put(className, bytes);
						return bytes;
					}

				};
			}

		};
		List<JavaFileObject> units = new ArrayList<>();
		sources.forEach((path, source) -> units
			.add(new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {

				@Override
				public CharSequence getCharContent(boolean ignoreEncodingErrors) {
					return source;
				}

			}));
		String path = Stream.of(Event.class, SabotagedClasses.class, Nullable.class)
			.map(SabotagedClasses::location)
			.distinct()
			.collect(Collectors.joining(System.getProperty("path.separator")));
		List<String> options = List.of("-proc:none", "-nowarn", "-classpath", path);
		if (!compiler.getTask(null, files, null, options, null, units).call()) {
			throw new IllegalStateException("A planted bug does not compile");
		}
		return classes.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().toByteArray()));
	}

	private static String location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith(OURS)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		byte[] bytes = this.compiled.get(name);
		try (InputStream original = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (bytes == null && original == null) {
				throw new ClassNotFoundException(name);
			}
			byte[] code = (bytes != null) ? bytes : original.readAllBytes();
			return defineClass(name, code, 0, code.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}
