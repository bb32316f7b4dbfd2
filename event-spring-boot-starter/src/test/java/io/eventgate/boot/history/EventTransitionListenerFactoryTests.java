/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class EventTransitionListenerFactoryTests {

	private static final EventTransition CHANGED = new EventTransition("gate", Instant.EPOCH,
			new Transition(Transition.Kind.SET, false, 0));

	@Test
	void failingMethodDoesNotAffectOtherListeners(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				EventTransitionListenerFactory.class, Listeners.class)) {
			context.publishEvent(CHANGED);
			assertThat(context.getBean(Listeners.class).notified).containsExactly("by payload", "by event", "by class",
					"linked", "last");
			assertThat(output).contains("Listeners.byPayload(").contains("of the test");
		}
	}

	@Test
	void otherEventsAreLeftAlone() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				EventTransitionListenerFactory.class, Listeners.class)) {
			assertThatIllegalStateException().isThrownBy(() -> context.publishEvent("text"));
			assertThatIllegalStateException().isThrownBy(() -> context.publishEvent(1));
		}
	}

	static class Listeners {

		final List<String> notified = new ArrayList<>();

		@EventListener
		@Order(1)
		void byPayload(EventTransition changed) {
			this.notified.add("by payload");
			throw new IllegalStateException("of the test");
		}

		@EventListener
		@Order(2)
		void byEvent(PayloadApplicationEvent<EventTransition> event) throws Exception {
			this.notified.add("by event");
			throw new Exception("of the test");
		}

		@EventListener(EventTransition.class)
		@Order(3)
		void byClass() {
			this.notified.add("by class");
			throw new AssertionError("of the test");
		}

		@EventListener
		@Order(4)
		void linked(EventTransition changed) {
			this.notified.add("linked");
			throw new NoClassDefFoundError("of the test");
		}

		@EventListener
		@Order(5)
		void last(EventTransition changed) {
			this.notified.add("last");
		}

		@EventListener
		void otherPayload(String text) {
			throw new IllegalStateException("of the test");
		}

		@EventListener({ Integer.class, EventTransition.class })
		@Order(6)
		void several(Object event) {
			if (event instanceof Integer) {
				throw new IllegalStateException("of the test");
			}
		}

	}

}
