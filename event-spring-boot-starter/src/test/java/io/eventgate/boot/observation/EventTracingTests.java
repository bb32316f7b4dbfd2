/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.observation;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.CurrentTraceContext;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for waits in a real trace of Brave.
 */
@Timeout(60)
class EventTracingTests {

	private final Map<String, MutableSpan> finished = new ConcurrentHashMap<>();

	private final CurrentTraceContext current = ThreadLocalCurrentTraceContext.create();

	private final Tracing tracing = Tracing.newBuilder()
		.currentTraceContext(this.current)
		.addSpanHandler(new SpanHandler() {

			@Override
			public boolean end(@Nullable TraceContext context, MutableSpan span, Cause cause) {
				EventTracingTests.this.finished.put(span.name(), span);
				return true;
			}

		})
		.build();

	private final Tracer tracer = new BraveTracer(this.tracing.tracer(), new BraveCurrentTraceContext(this.current));

	private final Event gate;

	EventTracingTests() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(this.tracer));
		EventRegistry events = new EventRegistry();
		events.addListener(new EventObservations(observations, null));
		this.gate = events.create("gate", false);
	}

	@AfterEach
	void close() {
		this.tracing.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitIsAChildOfTheCurrentSpan(boolean virtual) throws Exception {
		assumeThat(!virtual || Runtime.version().feature() >= 21).as("Skipped: no virtual threads").isTrue();
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
		threads.setVirtualThreads(virtual);
		CompletableFuture<Void> request = CompletableFuture.runAsync(this::request, threads);
		Awaitility.await().until(() -> this.gate.getQueueLength() == 1);
		assertThat(this.finished).isEmpty();
		this.gate.set();
		request.get(60, TimeUnit.SECONDS);
		MutableSpan parent = finished("request");
		MutableSpan wait = finished("await gate");
		assertThat(wait.traceId()).isEqualTo(parent.traceId());
		assertThat(wait.parentId()).isEqualTo(parent.id());
		assertThat(wait.tags()).containsEntry("event", "gate").containsEntry("outcome", "set");
		assertThat(wait.startTimestamp()).isGreaterThanOrEqualTo(parent.startTimestamp());
		assertThat(wait.finishTimestamp()).isLessThanOrEqualTo(parent.finishTimestamp());
		assertThat(this.finished).hasSize(2);
	}

	private MutableSpan finished(String name) {
		return Objects.requireNonNull(this.finished.get(name), name);
	}

	private void request() {
		Span span = this.tracer.nextSpan().name("request").start();
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		try {
			this.gate.awaitUninterruptibly();
		}
		finally {
			scope.close();
			span.end();
		}
	}

}
