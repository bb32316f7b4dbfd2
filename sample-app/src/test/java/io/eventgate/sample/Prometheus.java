/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A Prometheus server for a test, on the loopback address and a free port, and its tool.
 * Tests that need them are skipped if they are not installed.
 */
final class Prometheus {

	private final Process process;

	private final Server api;

	private Prometheus(Process process, Server api) {
		this.process = process;
		this.api = api;
	}

	/**
	 * Starts a server, and waits until it is ready.
	 * @param directory the directory for its data
	 * @param targets the addresses that it scrapes, twice a second
	 */
	static Prometheus start(Path directory, List<String> targets) throws IOException {
		String program = installed("prometheus");
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
				global: { scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms }
				rule_files: [ "%s" ]
				scrape_configs:
				  - job_name: order-desk
				    metrics_path: /actuator/prometheus
				    static_configs: [ { targets: [ %s ], labels: { namespace: test } } ]
				""".formatted(Operations.DIRECTORY.resolve("alerts.yml").toRealPath(),
				targets.stream().map((target) -> '"' + target + '"').collect(Collectors.joining(", "))));
		int port = FreePort.find();
		File log = directory.resolve("log").toFile();
		Process process = new ProcessBuilder(program, "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(log)
			.start();
		Server api = new Server(port);
		await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
			assertThat(process.isAlive()).as(() -> read(log)).isTrue();
			return api.get("/-/ready").statusCode() == 200;
		});
		return new Prometheus(process, api);
	}

	/**
	 * Returns the path of a program.
	 * @throws org.opentest4j.TestAbortedException if it is not installed
	 */
	static String installed(String program) {
		List<Path> found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.toList();
		assumeThat(found).as("Skipped: '%s' is not installed; Debian's package 'prometheus' brings it", program)
			.isNotEmpty();
		return found.get(0).toString();
	}

	/** Returns the present series of an expression. */
	List<Series> query(String promql) throws IOException, InterruptedException {
		return data("/api/v1/query?query=" + encode(promql)).path("result").valueStream().map(Series::of).toList();
	}

	/** Returns the values that a label has in the series of a selector. */
	List<String> labelValues(String selector, String label) throws IOException, InterruptedException {
		return data("/api/v1/label/" + label + "/values?match[]=".replace("[]", "%5B%5D") + encode(selector))
			.valueStream()
			.map(JsonNode::asString)
			.toList();
	}

	JsonNode data(String path) throws IOException, InterruptedException {
		JsonNode answer = this.api.json(path);
		assertThat(answer.path("status").asString()).as(() -> path + ": " + answer).isEqualTo("success");
		return answer.path("data");
	}

	void stop() throws InterruptedException {
		this.process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String read(File log) {
		try {
			return Files.readString(log.toPath());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * One of the results of an expression.
	 *
	 * @param labels the labels of the series
	 * @param value the latest value
	 */
	record Series(Map<String, String> labels, double value) {

		private static Series of(JsonNode result) {
			Map<String, String> labels = new TreeMap<>();
			result.path("metric").forEachEntry((label, value) -> labels.put(label, value.asString()));
			String value = result.at("/value/1").asString();
			return new Series(labels, value.endsWith("Inf") ? Double.parseDouble(value.replace("Inf", "Infinity"))
					: Double.parseDouble(value));
		}

	}

}
