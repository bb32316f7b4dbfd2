/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventChangeDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventDescriptor;
import io.eventgate.boot.actuate.endpoint.EventsEndpoint.EventDetailsDescriptor;
import io.eventgate.boot.autoconfigure.EventProperties;
import io.eventgate.boot.health.EventsHealthContributor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the tables of {@code docs/reference.md} are complete.
 */
class ReferenceTests {

	private static final Pattern FIRST_COLUMN = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

	private static final Pattern METER = Pattern.compile("`(eventgate\\.[^`]+)`");

	private static final Pattern CODE = Pattern.compile("`([^`\\s]+)`");

	private final String reference = Files.readString(Path.of("..", "docs", "reference.md"));

	ReferenceTests() throws IOException {
	}

	@Test
	void listsTheProperties() {
		assertThat(find(FIRST_COLUMN, "### Properties")).as(section("### Properties"))
			.containsExactlyInAnyOrderElementsOf(properties());
	}

	@Test
	void listsTheMeters() {
		assertThat(find(METER, "### Meters")).as(section("### Meters")).containsExactlyInAnyOrderElementsOf(meters());
	}

	@Test
	void namesTheFieldsOfTheEndpoint() {
		assertThat(find(CODE, "### Endpoint")).as(section("### Endpoint"))
			.contains(fields(EventDescriptor.class))
			.contains(fields(EventDetailsDescriptor.class))
			.contains(fields(EventChangeDescriptor.class));
	}

	@Test
	void listsTheFieldsOfNestedObjects() {
		Map<String, Class<?>> objects = new TreeMap<>();
		for (Class<?> type : List.of(EventDescriptor.class, EventDetailsDescriptor.class)) {
			for (RecordComponent component : serialized(type)) {
				ResolvableType content = ResolvableType.forType(component.getGenericType());
				Class<?> object = (content.hasGenerics() ? content.getGeneric(0) : content).toClass();
				if (object.isRecord()) {
					objects.put(component.getName(), object);
				}
			}
		}
		assertThat(objects).hasSizeGreaterThan(3)
			.allSatisfy((name,
					type) -> assertThat(find(Pattern.compile("^\\| `" + name + "` \\| (.*)$", Pattern.MULTILINE),
							"#### Nested objects"))
						.as(section("#### Nested objects") + ", row " + name)
						.hasSize(1)
						.allSatisfy((row) -> assertThat(CODE.matcher(row).results().map(ReferenceTests::group))
							.contains(fields(type))));
	}

	@Test
	void namesTheHealthOfAnEvent() {
		EventRegistry events = new EventRegistry();
		Event event = events.create("any", false);
		HealthContributor health = new EventsHealthContributor(events, () -> Set.of("any")).getContributor("any");
		List<String> row = find(CODE, "### Health");
		assertThat(row).as(section("### Health")).contains("events/<name>", "readiness", status(health));
		event.set();
		assertThat(row).as(section("### Health")).contains(status(health));
	}

	private static String status(@Nullable HealthContributor health) {
		return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(health)).health())
			.getStatus()
			.getCode();
	}

	@Test
	void listsTheExceptions() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AssignableTypeFilter(RuntimeException.class));
		Stream<String> exceptions = scanner.findCandidateComponents("io.eventgate")
			.stream()
			.map((candidate) -> ClassUtils.resolveClassName(Objects.requireNonNull(candidate.getBeanClassName()), null))
			.filter((type) -> Modifier.isPublic(type.getModifiers()))
			.map(Class::getCanonicalName);
		assertThat(find(FIRST_COLUMN, "### Exceptions")).as(section("### Exceptions"))
			.containsExactlyInAnyOrderElementsOf(exceptions.toList());
	}

	private List<String> find(Pattern pattern, String heading) {
		int start = this.reference.indexOf("\n" + heading + "\n");
		assertThat(start).as(section(heading)).isNotNegative();
		int end = this.reference.indexOf("\n### ", start + heading.length());
		String section = this.reference.substring(start, (end >= 0) ? end : this.reference.length());
		return pattern.matcher(section).results().map(ReferenceTests::group).toList();
	}

	private static String section(String heading) {
		return "docs/reference.md, section " + heading;
	}

	private static String group(MatchResult match) {
		return match.group(1);
	}

	private static List<String> properties() {
		Stream<String> top = EventProperties.class.getClassLoader()
			.resources("META-INF/spring-configuration-metadata.json")
			.flatMap((metadata) -> read(metadata).path("properties").valueStream())
			.map((property) -> property.path("name").asString())
			.filter((name) -> name.startsWith("eventgate."))
			.filter(Predicate.not("eventgate.events"::equals));
		Stream<String> each = Stream.of(fields(EventProperties.Definition.class))
			.map((field) -> "eventgate.events.<name>." + kebab(field));
		return Stream.concat(top, each).toList();
	}

	private static JsonNode read(URL json) {
		try (InputStream in = json.openStream()) {
			return new JsonMapper().readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> meters() {
		SimpleMeterRegistry meters = MeterReferenceTests.bind(new SimpleMeterRegistry());
		return meters.getMeters().stream().map((meter) -> meter.getId().getName()).distinct().toList();
	}

	private static String[] fields(Class<?> type) {
		return serialized(type).stream().map(RecordComponent::getName).toArray(String[]::new);
	}

	private static List<RecordComponent> serialized(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.filter((component) -> !component.getAccessor().isAnnotationPresent(JsonUnwrapped.class))
			.toList();
	}

	private static String kebab(String camelCase) {
		return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

}
