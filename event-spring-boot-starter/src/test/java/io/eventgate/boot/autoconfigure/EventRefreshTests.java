/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Map;
import java.util.Set;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventRefresher}.
 */
@Tag("smoke")
@ExtendWith(OutputCaptureExtension.class)
class EventRefreshTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
		.withPropertyValues("eventgate.events.old.initially-set=true");

	@Test
	void newlyDefinedEventsAppear() {
		this.runner.run((context) -> {
			refresh(context, Map.of("eventgate.events.brand-new.initially-set", "true"));
			Event added = context.getBean(EventRegistry.class).get("brand-new");
			assertThat(added.isSet()).isTrue();
			assertThat(context.getBean("brand-new")).isSameAs(context.getBean("brandNew")).isSameAs(added);
			assertThat(context.getBeansOfType(Event.class)).containsOnlyKeys("old", "brand-new");
		});
	}

	@Test
	void existingStateIsNotReset() {
		this.runner.run((context) -> {
			Event old = context.getBean("old", Event.class);
			old.clear();
			refresh(context,
					Map.of("eventgate.events.old.initially-set", "true", "eventgate.events.old.description", "y"));
			assertThat(context.getBean(EventRegistry.class).get("old")).isSameAs(old);
			assertThat(old.isSet()).isFalse();
		});
	}

	@Test
	void otherChangesCreateNothing() {
		this.runner.run((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("refresh", Map.of("eventgate.events.late.initially-set", "true")));
			context.publishEvent(new EnvironmentChangeEvent(context, Set.of("other.key")));
			assertThat(context.getBean(EventRegistry.class).find("late")).isEmpty();
		});
	}

	@Test
	void nameOfAnotherBeanIsIgnored(CapturedOutput output) {
		this.runner.withBean("taken", String.class, () -> "a bean").run((context) -> {
			refresh(context, Map.of("eventgate.events.taken.initially-set", "true",
					"eventgate.events.fine.initially-set", "true"));
			assertThat(context.getBean("taken")).isEqualTo("a bean");
			assertThat(context.getBean(EventRegistry.class).find("taken")).isEmpty();
			assertThat(context.getBean(EventRegistry.class).find("fine")).isPresent();
			assertThat(output).contains("Event 'taken' is not created");
		});
	}

	@Test
	void springCloudIsOptional() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("eventgateRefresher"));
	}

	private static void refresh(ConfigurableApplicationContext context, Map<String, Object> properties) {
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("refresh", properties));
		context.publishEvent(new EnvironmentChangeEvent(context, properties.keySet()));
	}

}
