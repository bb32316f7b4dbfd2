/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard and the alerts in {@code docs/operations}.
 */
final class Operations {

	static final Path DIRECTORY = Path.of("..", "docs", "operations");

	private Operations() {
	}

	/**
	 * An expression for Prometheus.
	 *
	 * @param owner the title of the panel, or the name of the alert
	 * @param promql the expression in the file
	 * @param legend the name of each series in a panel, with labels in double braces
	 */
	record Expression(String owner, String promql, String legend) {

		/**
		 * Returns the expression with Grafana's variables replaced, as if all values were
		 * selected.
		 */
		String evaluable() {
			return withoutVariables(this.promql);
		}

	}

	static String withoutVariables(String promql) {
		return promql.replaceAll("\\$(application|instance|event)", ".+").replace("$__rate_interval", "1m");
	}

	static JsonNode dashboard() throws IOException {
		return new JsonMapper().readTree(DIRECTORY.resolve("grafana-dashboard.json"));
	}

	static List<Expression> panels() throws IOException {
		return dashboard().path("panels")
			.valueStream()
			.flatMap((panel) -> panel.path("targets")
				.valueStream()
				.map((target) -> new Expression(panel.path("title").asString(), target.path("expr").asString(),
						target.path("legendFormat").asString())))
			.toList();
	}

	static List<Expression> alerts() throws IOException {
		return rules().map((rule) -> new Expression(rule.path("alert").asString(), rule.path("expr").asString(), ""))
			.toList();
	}

	static Stream<JsonNode> rules() throws IOException {
		return yaml("alerts.yml").path("groups").valueStream().flatMap((group) -> group.path("rules").valueStream());
	}

	static JsonNode yaml(String file) throws IOException {
		Object content = new Yaml().load(Files.readString(DIRECTORY.resolve(file)));
		return new JsonMapper().valueToTree(content);
	}

}
