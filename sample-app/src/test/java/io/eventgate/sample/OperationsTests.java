/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Static tests for the dashboard and the alerts. {@link SamplePrometheusIT} tests their
 * data.
 */
class OperationsTests {

	private static final Pattern NAME = Pattern.compile("eventgate_\\w+");

	@ParameterizedTest
	@CsvSource({ "check, alerts.yml", "test, alerts-test.yml" })
	void promtoolAcceptsTheAlerts(String command, String file) throws Exception {
		Process promtool = new ProcessBuilder(Prometheus.installed("promtool"), command, "rules", file)
			.directory(Operations.DIRECTORY.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(promtool.waitFor()).as(output).isZero();
	}

	@Test
	void eachAlertIsTestedToFireAndNotToFire() throws IOException {
		Map<Boolean, Set<String>> tested = Operations.yaml("alerts-test.yml")
			.path("tests")
			.valueStream()
			.flatMap((test) -> test.path("alert_rule_test").valueStream())
			.collect(Collectors.partitioningBy((test) -> test.path("exp_alerts").size() > 0,
					Collectors.mapping((test) -> test.path("alertname").asString(), Collectors.toSet())));
		Set<String> alerts = Operations.alerts().stream().map(Operations.Expression::owner).collect(Collectors.toSet());
		assertThat(tested).containsEntry(true, alerts).containsEntry(false, alerts);
	}

	@Test
	void eachAlertHasASectionOfTheRunbook() throws IOException {
		String document = document("observability.md");
		assertThat(Operations.rules()).isNotEmpty().allSatisfy((rule) -> {
			String name = rule.path("alert").asString();
			assertThat(document).containsOnlyOnce("\n#### " + name + "\n");
			assertThat(rule.at("/annotations/runbook").asString())
				.isEqualTo("docs/observability.md#" + name.toLowerCase(Locale.ROOT));
		});
	}

	@Test
	void expressionsUseDocumentedMetersOnly() throws IOException {
		Set<String> known = names(document("reference.md")).collect(Collectors.toSet());
		assertThat(Stream.concat(Operations.panels().stream(), Operations.alerts().stream())
			.flatMap((expression) -> names(expression.promql()))).isNotEmpty().allMatch(known::contains);
	}

	@Test
	void dashboardIsBoundToNoDataSource() throws IOException {
		assertThat(Operations.dashboard().findValues("datasource")).isNotEmpty()
			.allSatisfy((source) -> assertThat(source.path("uid").asString()).isEqualTo("${datasource}"));
		assertThat(Operations.dashboard().path("panels").findValuesAsString("id")).doesNotHaveDuplicates();
	}

	private static Stream<String> names(String text) {
		return NAME.matcher(text).results().map(MatchResult::group);
	}

	private static String document(String name) throws IOException {
		return Files.readString(Path.of("..", "docs", name));
	}

}
