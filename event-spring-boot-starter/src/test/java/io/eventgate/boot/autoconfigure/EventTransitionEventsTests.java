/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import io.eventgate.boot.history.EventHistory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for transitions as application events.
 */
@Tag("smoke")
@ExtendWith(OutputCaptureExtension.class)
class EventTransitionEventsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class))
		.withPropertyValues("eventgate.events.gate.initially-set=false");

	@Test
	void listenerIsNotifiedInTheSameThreadAfterTheTransition() {
		this.runner.withUserConfiguration(Observer.class).run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			CompletableFuture<Void> waiter = gate.whenSet();
			Observer observer = context.getBean(Observer.class);
			observer.action = () -> {
				observer.seen = Map.of("set", gate.isSet(), "waiter is released", waiter.isDone(), "in the history",
						!context.getBean(EventHistory.class).getTransitions("gate").isEmpty(), "same thread",
						Thread.currentThread() == observer.expected);
			};
			gate.set();
			assertThat(observer.seen).hasSize(4).doesNotContainValue(false);
			assertThat(observer.notified).singleElement().satisfies((changed) -> {
				assertThat(changed.event()).isEqualTo("gate");
				assertThat(changed.transition()).isEqualTo(new Transition(Transition.Kind.SET, false, 1));
				assertThat(context.getBean(EventHistory.class).getTransitions("gate")).containsExactly(changed);
			});
		});
	}

	@Test
	void failingListenerMethodDoesNotAffectOthers() {
		this.runner.withUserConfiguration(FailingMethod.class, Observer.class).run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			gate.set();
			assertThat(gate.isSet()).isTrue();
			assertThat(context.getBean(Observer.class).notified).hasSize(1);
		});
	}

	@Test
	void failingApplicationListenerDoesNotAffectHistory(CapturedOutput output) {
		this.runner.withUserConfiguration(FailingListener.class).run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			gate.set();
			assertThat(gate.isSet()).isTrue();
			assertThat(context.getBean(EventHistory.class).getTransitions("gate")).hasSize(1);
			assertThat(output).contains("failed after a transition of event 'gate'");
		});
	}

	@Test
	void listenerMaySwitchTheEvent() {
		this.runner.withUserConfiguration(Observer.class).run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			Observer observer = context.getBean(Observer.class);
			observer.action = gate::clear;
			gate.set();
			assertThat(gate.isSet()).isFalse();
			assertThat(observer.notified).extracting((changed) -> changed.transition().kind())
				.containsExactly(Transition.Kind.SET, Transition.Kind.CLEAR);
		});
	}

	@Test
	void switchDuringInitializationIsInTheHistory() {
		this.runner.withUserConfiguration(SetsOnStart.class)
			.run((context) -> assertThat(context.getBean(EventHistory.class).getTransitions("gate")).hasSize(1));
	}

	@Test
	void switchDuringDestructionLogsNothing(CapturedOutput output) {
		this.runner.withUserConfiguration(ClearsAtTheEnd.class, Observer.class).run((context) -> {
			Event gate = context.getBean("gate", Event.class);
			gate.set();
			context.close();
			assertThat(gate.isSet()).isFalse();
		});
		assertThat(output).doesNotContain("WARN").doesNotContain("Exception");
	}

	static class Observer {

		final List<EventTransition> notified = new ArrayList<>();

		final Thread expected = Thread.currentThread();

		Map<String, Boolean> seen = Map.of();

		Runnable action = () -> {
		};

		@EventListener
		void onTransition(EventTransition changed) {
			this.notified.add(changed);
			this.action.run();
		}

	}

	static class FailingMethod {

		@EventListener
		@Order(1)
		void onTransition(EventTransition changed) {
			throw new IllegalStateException("of the test");
		}

	}

	static class FailingListener implements ApplicationListener<PayloadApplicationEvent<EventTransition>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<EventTransition> event) {
			throw new IllegalStateException("of the test");
		}

	}

	record SetsOnStart(Event gate) implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
			this.gate.set();
		}

	}

	record ClearsAtTheEnd(Event gate) implements DisposableBean {

		@Override
		public void destroy() {
			this.gate.clear();
		}

	}

}
