/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Map;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EventVariablesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
		.withPropertyValues("eventgate.events.orders-open.description=Orders");

	@ParameterizedTest
	@CsvSource({ "EVENTGATE_EVENTS_ORDERS_OPEN_INITIALLYSET, EVENTGATE_EVENTS_ORDERSOPEN_INITIALLYSET",
			"EVENTGATE_EVENTS_ORDERSOPEN_INITIALY_SET, <PROPERTY> is one of",
			"EVENTGATE_EVENTS_NEW_GATE_READINESS, EVENTGATE_EVENTS_NEWGATE_READINESS",
			"EVENTGATE_HISTROYSIZE, EVENTGATE_HISTORYSIZE", "EVENTGATE_EVENT_GATE_READINESS, EVENTGATE_EVENTS_" })
	void aVariableWithoutEffectIsReportedWithTheRightSpelling(String variable, String right, CapturedOutput output) {
		run(Map.of(variable, "true")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("ordersOpen", Event.class).isSet()).isFalse();
		});
		assertThat(output).contains("WARN", "'" + variable + "' has no effect", right);
	}

	@ParameterizedTest
	@CsvSource({ "EVENTGATE_EVENTS_ORDERSOPEN_INITIALLYSET, true", "EVENTGATE_EVENTS_ORDERS_OPEN_INITIALLY_SET, true",
			"EVENTGATE_EVENTS_NEW_INITIALLYSET, true", "EVENTGATE_HISTORYSIZE, 5", "EVENTGATE_HISTORY_SIZE, 5",
			"EVENTGATE_STORE_COMMANDTIMEOUT, 5s", "EVENTGATE_STORE_COMMAND_TIMEOUT, 5s", "EVENTGATEWAY_X, true" })
	void aVariableWithEffectIsNotReported(String variable, String value, CapturedOutput output) {
		run(Map.of(variable, value)).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("has no effect");
	}

	@ParameterizedTest
	@ValueSource(strings = { "EVENTGATE_EVENTS_GATE", "EVENTGATE_EVENTS_PORT", "EVENTGATE_EVENTS", "EVENTGATE_CONSOLE",
			"EVENTGATE_STORE", "EVENTGATE_STORE_JDBC", "EVENTGATE_ENDPOINT", "EVENTGATE_PROBLEMDETAILS" })
	void variableOfTheWrongTypeStopsTheStart(String variable) {
		run(Map.of(variable, "true")).run((context) -> {
			FailureAnalysis analysis = EventConfigurationFailureTests.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("nvironment variable '" + variable + "'");
			assertThat(analysis.getAction()).contains(variable + "_");
		});
	}

	@Test
	void variablesOfAKubernetesServiceAreIgnored(CapturedOutput output) {
		run(Map.of("EVENTGATE_EVENTS_PORT", "tcp://10.0.0.1:80", "EVENTGATE_EVENTS_SERVICE_HOST", "10.0.0.1",
				"EVENTGATE_EVENTS_SERVICE_PORT", "80", "EVENTGATE_EVENTS_SERVICE_PORT_HTTP", "80",
				"EVENTGATE_EVENTS_PORT_80_TCP", "tcp://10.0.0.1:80", "EVENTGATE_EVENTS_PORT_80_TCP_PROTO", "tcp",
				"EVENTGATE_EVENTS_PORT_80_TCP_PORT", "80", "EVENTGATE_EVENTS_PORT_80_TCP_ADDR", "10.0.0.1"))
			.run((context) -> assertThat(names(context.getBean(EventRegistry.class))).containsExactly("orders-open"));
		assertThat(output).contains("EVENTGATE_EVENTS_PORT, EVENTGATE_EVENTS_PORT_80_TCP", "enableServiceLinks")
			.doesNotContain("WARN", "has no effect");
	}

	@Test
	void eventNamedPortWorksBesideAKubernetesService() {
		run(Map.of("EVENTGATE_EVENTS_PORT", "tcp://10.0.0.1:80"))
			.withPropertyValues("eventgate.events.port.initially-set=true")
			.run((context) -> assertThat(context.getBean("port", Event.class).isSet()).isTrue());
	}

	private ApplicationContextRunner run(Map<String, Object> variables) {
		return this.runner.withInitializer((context) -> EventConfigurationFailureTests.environment(context, variables));
	}

	private static Stream<String> names(EventRegistry registry) {
		return registry.getRegistrations().stream().map((registration) -> registration.definition().name());
	}

}
