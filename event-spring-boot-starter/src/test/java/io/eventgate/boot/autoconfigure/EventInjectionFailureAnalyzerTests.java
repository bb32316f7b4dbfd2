/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests with applications that inject an event that does not exist.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventInjectionFailureAnalyzerTests {

	@Test
	void qualifierOfAnUnknownEventIsExplained(CapturedOutput output) {
		fail("--eventgate.events.orders-open.initially-set=true", "--eventgate.events.cache-warm.initially-set=true");
		assertThat(output).contains("APPLICATION FAILED TO START", "constructor in " + Desk.class.getName(),
				"requires the event 'order-open', which is not defined. The defined events are: 'cache-warm', 'orders-open'.",
				"eventgate.events.order-open.initially-set=false", "correct the name in @Qualifier");
	}

	@Test
	void applicationWithoutEventsIsExplained(CapturedOutput output) {
		fail();
		assertThat(output).contains("requires an event, but there is none.",
				"eventgate.events.order-open.initially-set=false");
	}

	@Test
	void applicationThatLeavesEventsOutIsExplained(CapturedOutput output) {
		fail("--eventgate.enabled=false", "--eventgate.events.order-open.initially-set=false");
		assertThat(output).contains("requires an event, but eventgate.enabled=false leaves all events out.",
				"Remove eventgate.enabled=false");
	}

	@Test
	void parameterOfAnUnknownEventIsExplained(CapturedOutput output) {
		fail(Shops.class, "--eventgate.events.orders-open.initially-set=true",
				"--eventgate.events.cache-warm.initially-set=true");
		assertThat(output)
			.contains("constructor in " + Shop.class.getName(),
					"requires one event, but there are several: 'cache-warm', 'orders-open'."
							+ " None of them has the name 'orderOpen'.",
					"@Qualifier(\"cache-warm\")", "in camel case, as in 'cacheWarm'", "-parameters")
			.doesNotContain("unknown location");
	}

	@Test
	void fieldOfAnUnknownEventIsExplained(CapturedOutput output) {
		fail(FieldShops.class, "--eventgate.events.orders-open.initially-set=true",
				"--eventgate.events.cache-warm.initially-set=true");
		assertThat(output).contains("None of them has the name 'openOrders'.");
	}

	private static void fail(String... arguments) {
		fail(Application.class, arguments);
	}

	private static void fail(Class<?> application, String... arguments) {
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments).close());
	}

	@ImportAutoConfiguration(EventAutoConfiguration.class)
	@Import(Desk.class)
	static class Application {

	}

	static class Desk {

		Desk(@Qualifier("order-open") Event event) {
		}

	}

	@ImportAutoConfiguration(EventAutoConfiguration.class)
	@Import(Shop.class)
	static class Shops {

	}

	static class Shop {

		Shop(Event orderOpen) {
		}

	}

	@ImportAutoConfiguration(EventAutoConfiguration.class)
	@Import(FieldShop.class)
	static class FieldShops {

	}

	static class FieldShop {

		@Autowired
		@SuppressWarnings({ "NullAway.Init", "UnusedVariable" })
		private Event openOrders;

	}

}
