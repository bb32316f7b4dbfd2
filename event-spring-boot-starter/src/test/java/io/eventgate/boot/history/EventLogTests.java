/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class EventLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.eventgate.events");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final List<Runnable> inAMinute = new ArrayList<>();

	private final EventLog log = new EventLog(this.inAMinute::add);

	@BeforeEach
	void start() {
		this.lines.start();
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.lines);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	@Test
	void transitionByTheEndpointIsOneLineWithItsFields() {
		accept("orders-open", Transition.Kind.SET, 4, new Origin(Origin.Source.ENDPOINT, "olga", "counted"));
		assertThat(messages()).containsExactly("INFO Event 'orders-open' was switched from clear to set by endpoint, "
				+ "principal 'olga', reason 'counted', released 4");
		assertThat(fields()).containsOnly(entry("eventgate.event", "orders-open"), entry("eventgate.from", "clear"),
				entry("eventgate.to", "set"), entry("eventgate.source", "endpoint"), entry("eventgate.released", 4),
				entry("eventgate.principal", "olga"), entry("eventgate.reason", "counted"));
	}

	@Test
	void transitionByJmxAndOfAnotherInstanceAreInfoToo() {
		accept("a", Transition.Kind.PULSE, 0, new Origin(Origin.Source.JMX, null, null));
		accept("b", Transition.Kind.SET, 0, new Origin(Origin.Source.CLUSTER, null, null, "desk-2"));
		assertThat(messages()).containsExactly("INFO Event 'a' was switched from clear to pulse by jmx, released 0",
				"INFO Event 'b' was switched from clear to set by cluster, instance 'desk-2', released 0");
		assertThat(fields()).containsEntry("eventgate.instance", "desk-2")
			.doesNotContainKeys("eventgate.principal", "eventgate.reason", "eventgate.omitted");
	}

	@Test
	void transitionByCodeOfTheApplicationIsDebug() {
		accept("a", Transition.Kind.SET, 0, Origin.APPLICATION);
		assertThat(messages()).isEmpty();
		assertThat(this.inAMinute).isEmpty();
		this.logger.setLevel(Level.DEBUG);
		accept("a", Transition.Kind.SET, 0, Origin.APPLICATION);
		assertThat(messages())
			.containsExactly("DEBUG Event 'a' was switched from clear to set by application, released 0");
	}

	@Test
	void textsCannotForgeALine() {
		accept("a", Transition.Kind.SET, 0, new Origin(Origin.Source.ENDPOINT, "ol\rga\u001b[2J",
				"x\n2026-11-27 INFO Event 'b' was switched {} %d \u202e\u2028"));
		assertThat(messages()).singleElement()
			.asString()
			.isEqualTo("INFO Event 'a' was switched from clear to set by endpoint, principal 'ol ga [2J', "
					+ "reason 'x 2026-11-27 INFO Event 'b' was switched {} %d', released 0");
		assertThat(fields().values())
			.allSatisfy((value) -> assertThat(value.toString()).doesNotContainPattern("\\p{Cntrl}"));
	}

	@Test
	void floodIsSummarizedEachMinute() {
		for (int minute = 0; minute < 3; minute++) {
			for (int i = 0; i < 60_000; i++) {
				accept("a", Transition.Kind.PULSE, 2, new Origin(Origin.Source.ENDPOINT, null, "call " + i));
			}
			assertThat(messages()).hasSize(10);
			assertThat(this.inAMinute).hasSize(1);
			this.inAMinute.remove(0).run();
			assertThat(messages()).hasSize(11)
				.last()
				.isEqualTo("INFO Event 'a' was switched 59990 more times in a minute, at last from clear to pulse by "
						+ "endpoint, reason 'call 59999', released 2");
			assertThat(fields()).containsEntry("eventgate.omitted", 59_990L);
			this.lines.list.clear();
		}
	}

	@Test
	void fewTransitionsHaveNoSummary() {
		for (int i = 0; i < 10; i++) {
			accept("a", Transition.Kind.PULSE, 0, new Origin(Origin.Source.JMX, null, null));
		}
		this.inAMinute.remove(0).run();
		assertThat(messages()).hasSize(10);
	}

	@Test
	void floodOfOneEventDoesNotAffectOthers() {
		this.logger.setLevel(Level.DEBUG);
		for (int i = 0; i < 100; i++) {
			accept("a", Transition.Kind.PULSE, 0, Origin.APPLICATION);
		}
		accept("a", Transition.Kind.SET, 0, new Origin(Origin.Source.JMX, null, null));
		accept("b", Transition.Kind.SET, 0, Origin.APPLICATION);
		assertThat(messages()).hasSize(12)
			.contains("DEBUG Event 'b' was switched from clear to set by application, released 0");
		assertThat(messages().get(10)).startsWith("INFO Event 'a'");
	}

	@Test
	void summaryIsLoggedAtTheEnd() {
		for (int i = 0; i < 11; i++) {
			accept("a", Transition.Kind.PULSE, 0, new Origin(Origin.Source.JMX, null, null));
		}
		this.log.close();
		assertThat(messages()).hasSize(11).last().asString().contains("1 more times");
		this.inAMinute.remove(0).run();
		assertThat(messages()).hasSize(11);
	}

	@Test
	void statesOfAllEventsAreOneLine() {
		EventRegistry events = new EventRegistry();
		this.log.logStates(events);
		assertThat(messages()).isEmpty();
		events.create("orders-open", true);
		events.create("cache-warm", false);
		this.log.logStates(events);
		assertThat(messages()).containsExactly("INFO The events are: 'cache-warm' is clear, 'orders-open' is set");
		assertThat(fields()).containsOnly(entry("eventgate.set", List.of("orders-open")),
				entry("eventgate.clear", List.of("cache-warm")));
	}

	@Test
	void statesOfManyEventsAreCut() {
		EventRegistry events = new EventRegistry();
		for (int i = 0; i < 1000; i++) {
			events.create("event-" + i, false);
		}
		this.log.logStates(events);
		assertThat(messages()).singleElement().asString().endsWith(" is clear, and 900 more");
	}

	private void accept(String event, Transition.Kind kind, int released, Origin origin) {
		this.log.accept(new EventTransition(event, Instant.EPOCH, new Transition(kind, false, released, origin)));
	}

	private List<String> messages() {
		return this.lines.list.stream().map((line) -> line.getLevel() + " " + line.getFormattedMessage()).toList();
	}

	/** Returns the fields of the last line. */
	private Map<String, @Nullable Object> fields() {
		return this.lines.list.get(this.lines.list.size() - 1)
			.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((pair) -> pair.key, (pair) -> pair.value));
	}

}
