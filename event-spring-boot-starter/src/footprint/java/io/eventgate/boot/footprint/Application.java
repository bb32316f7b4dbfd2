/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A {@link BareApplication} in a JVM of its own.
 */
final class Application implements AutoCloseable {

	/** The jars of {@code spring-boot-starter}. */
	private static final String PLAIN = "spring-(boot|boot-autoconfigure|aop|beans|context|core|expression)|jspecify"
			+ "|commons-logging|slf4j-api|jul-to-slf4j|log4j-.*|logback-.*|snakeyaml|jakarta.annotation-api"
			+ "|micrometer-(commons|observation)";

	/** The same with those of WebMVC, Actuator and Prometheus. */
	private static final String WEB = PLAIN + "|spring-(web|webmvc)|tomcat-embed-.*|jackson-.*|HdrHistogram"
			+ "|spring-boot-(actuator|actuator-autoconfigure|health|micrometer-metrics|micrometer-observation|webmvc"
			+ "|servlet|web-server|tomcat|http-converter|jackson)|micrometer-(core|jakarta9|registry-prometheus)"
			+ "|prometheus-.*";

	/** The jars of EventGate's starter and of the charts of its console. */
	private static final String STARTER = "event-.*|uplot";

	/** The kinds of applications. */
	enum Kind {

		/** An application with {@code spring-boot-starter} only. */
		PLAIN("plain", Application.PLAIN),

		/** An application with WebMVC on Tomcat, Actuator and Prometheus. */
		WEB("web, Actuator, Prometheus", Application.WEB);

		private final String title;

		private final String jars;

		Kind(String title, String jars) {
			this.title = title;
			this.jars = jars;
		}

		@Override
		public String toString() {
			return this.title;
		}

	}

	private final long begin = System.nanoTime();

	private final Process process;

	private final BufferedReader answers;

	private final PrintStream questions;

	private final long startNanos;

	/**
	 * Starts an application, and returns when it has started.
	 * @param kind the kind of the application
	 * @param events the number of its events; negative for an application without the
	 * starter
	 * @param options of the JVM
	 * @throws IOException if it does not start
	 */
	Application(Kind kind, int events, String... options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", classPath(kind, events >= 0), BareApplication.class.getName(),
				"--spring.main.banner-mode=off", "--logging.level.root=warn", "--server.port=0",
				"--server.address=127.0.0.1", "--management.endpoints.web.exposure.include=*",
				"--spring.config.additional-location=file:" + configuration(events)));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.questions = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		expect("ready");
		this.startNanos = System.nanoTime() - this.begin;
	}

	private static String classPath(Kind kind, boolean starter) {
		Predicate<String> jars = Pattern
			.compile("(" + kind.jars + (starter ? "|" + STARTER : "")
					+ ")-[0-9][^-]*(-SNAPSHOT|-M[0-9]+|-RC[0-9]+)?\\.jar")
			.asMatchPredicate();
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> entry.endsWith("footprint-classes") || jars.test(new File(entry).getName()))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Also used without the starter, because parsing YAML is not part of its cost.
	 */
	private static Path configuration(int events) throws IOException {
		Path file = Path.of(System.getProperty("java.io.tmpdir"), "eventgate-footprint-" + events + ".yaml");
		if (Files.notExists(file)) {
			String definitions = IntStream.rangeClosed(1, Math.max(1, events))
				.mapToObj((number) -> String.format("    event-%05d: { description: \"Number %d\" }%n", number, number))
				.collect(Collectors.joining());
			Files.writeString(file, ((events < 0) ? "other" : "eventgate") + ":\n  events:\n" + definitions);
			file.toFile().deleteOnExit();
		}
		return file;
	}

	/** Returns the time from the start of the JVM until the application is ready. */
	long startNanos() {
		return this.startNanos;
	}

	String ask(String question) throws IOException {
		this.questions.println(question);
		String answer = this.answers.readLine();
		if (answer == null) {
			throw new IOException("The application ended when asked for '" + question + "'");
		}
		return answer;
	}

	long number(String question) throws IOException {
		return Long.parseLong(ask(question));
	}

	private void expect(String line) throws IOException {
		String found = this.answers.readLine();
		if (!line.equals(found)) {
			throw new IOException("Expected '" + line + "', but got '" + found + "'");
		}
	}

	@Override
	public void close() throws IOException {
		this.questions.close();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
				throw new IOException("The application does not end");
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
