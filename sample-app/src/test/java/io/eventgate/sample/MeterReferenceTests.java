/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.eventgate.EventRegistry;
import io.eventgate.boot.metrics.EventMetrics;
import io.eventgate.boot.metrics.EventStoreMetrics;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the table of meters in {@code docs/reference.md} has one row for each meter,
 * with its names in Prometheus.
 */
class MeterReferenceTests {

	private static final String HEADING = "| meter | type | tags | unit | help | in Prometheus |\n";

	@Test
	void metersAndRowsCorrespond() throws IOException {
		String document = Files.readString(Path.of("..", "docs", "reference.md"));
		assertThat(document).containsOnlyOnce(HEADING);
		Stream<String> rows = document.substring(document.indexOf(HEADING))
			.lines()
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"));
		assertThat(rows).containsExactlyInAnyOrderElementsOf(meters().map(MeterReferenceTests::row).toList());
	}

	@Test
	void eachMeterHasAHelpTextInPrometheus() {
		assertThat(meters()).allSatisfy((name) -> {
			PrometheusMeterRegistry meters = only(name);
			String help = meters.getMeters().get(0).getId().getDescription();
			assertThat(help).isNotBlank();
			assertThat(meters.scrape().lines().filter((line) -> line.startsWith("# HELP "))).isNotEmpty()
				.allSatisfy((line) -> assertThat(line).endsWith(" " + help));
		});
	}

	@Test
	void bucketsOfWaitsReachFromAMillisecondToAnHour() {
		List<String> bounds = only("eventgate.wait").scrape()
			.lines()
			.filter((line) -> line.startsWith("eventgate_wait_seconds_bucket") && line.contains("\"timeout\""))
			.map((line) -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1"))
			.toList();
		assertThat(bounds).hasSizeBetween(90, 110).contains("0.001", "3600.0").endsWith("+Inf");
	}

	private static String row(String name) {
		PrometheusMeterRegistry registry = only(name);
		List<Meter> meters = registry.getMeters();
		Meter.Id id = meters.get(0).getId();
		assertThat(meters).as(name)
			.extracting((meter) -> meter.getId().getDescription())
			.containsOnly(id.getDescription());
		TreeMap<String, Set<String>> tags = meters.stream()
			.flatMap((meter) -> meter.getId().getTags().stream())
			.collect(Collectors.groupingBy(Tag::getKey, TreeMap::new,
					Collectors.mapping(Tag::getValue, Collectors.toCollection(TreeSet::new))));
		return "| %s | %s | %s | %s | %s | %s |"
			.formatted(code(name), id.getType().name().toLowerCase(Locale.ROOT), tags.entrySet()
				.stream()
				.map((tag) -> code(tag.getKey()) + (tag.getKey().equals("event") ? "" : ": " + codes(tag.getValue())))
				.collect(Collectors.joining("; ")), (id.getBaseUnit() != null) ? id.getBaseUnit() : "",
					id.getDescription(), codes(samples(registry)))
			.replace("|  |", "| |");
	}

	private static Set<String> samples(PrometheusMeterRegistry meters) {
		return meters.scrape()
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]", 2)[0])
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String codes(Set<String> words) {
		return words.stream().map(MeterReferenceTests::code).collect(Collectors.joining(", "));
	}

	private static String code(String word) {
		return "`" + word + "`";
	}

	private static Stream<String> meters() {
		return bind(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.distinct();
	}

	/** Has all meters of that name, and the buckets that the documents recommend. */
	private static PrometheusMeterRegistry only(String name) {
		PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		meters.config().meterFilter(MeterFilter.denyUnless((id) -> id.getName().equals(name)));
		meters.config().meterFilter(new MeterFilter() {

			@Override
			public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
				boolean buckets = id.getName().equals("eventgate.wait");
				return DistributionStatisticConfig.builder().percentilesHistogram(buckets).build().merge(config);
			}

		});
		return bind(meters);
	}

	/** Binds all meters to a registry. */
	static <R extends MeterRegistry> R bind(R meters) {
		EventRegistry events = new EventRegistry();
		events.create("any", false);
		new EventMetrics(events).bindTo(meters);
		RedisStateStore store = new RedisStateStore(new LettuceConnectionFactory(), "any", Duration.ofSeconds(1));
		try (ClusterEvents cluster = new ClusterEvents(store, ClusterSettings.of("any"))) {
			new EventStoreMetrics(cluster).bindTo(meters);
		}
		return meters;
	}

}
