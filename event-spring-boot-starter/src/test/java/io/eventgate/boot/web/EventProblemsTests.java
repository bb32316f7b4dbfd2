/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.eventgate.boot.EventTimeoutException;
import io.eventgate.cluster.EventStoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EventProblemsTests {

	private final StaticMessageSource messages = new StaticMessageSource();

	private final EventTimeoutException timeout = new EventTimeoutException("cache-warm", Duration.ofSeconds(2));

	@Test
	void exceptionIsFoundAmongCauses() {
		assertThat(find(new CompletionException(new ExecutionException(this.timeout)))).isNotNull();
		assertThat(find(new IllegalStateException("of the test"))).isNull();
	}

	@Test
	void statusOfTheApplicationTakesPrecedence() {
		assertThat(find(new ResponseStatusException(HttpStatus.BAD_GATEWAY, "of the test", this.timeout))).isNull();
		assertThat(find(new ConflictException(this.timeout))).isNull();
		assertThat(find(new CompletionException(new ConflictException(this.timeout)))).isNull();
	}

	@Test
	void circularCausesAreHandled() {
		IOException one = new IOException("one");
		one.initCause(new IOException("other", one));
		assertThat(find(one)).isNull();
	}

	@Test
	void messageOfTheExceptionIsLoggedAndNotSent(CapturedOutput output) {
		ErrorResponse found = Objects.requireNonNull(find(new EventStoreUnavailableException("orders-open", "set",
				false, "Cannot set event 'orders-open'\nat secret.internal:6379", null)));
		assertThat(found.getBody().toString()).doesNotContain("secret.internal");
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("GET /orders", EventStoreUnavailableException.class.getName(),
					"'orders-open' at secret.internal");
	}

	@Test
	void linesOfASecondAreBounded(CapturedOutput output) {
		AtomicLong nanos = new AtomicLong(TimeUnit.SECONDS.toNanos(7));
		EventProblems problems = new EventProblems(this.messages, Duration.ZERO, nanos::get);
		for (int i = 0; i < EventProblems.MAX_LINES + 3; i++) {
			assertThat(problems.find(this.timeout, "GET", "/orders", Locale.FRENCH)).isNotNull();
		}
		assertThat(warnings(output)).hasSize(EventProblems.MAX_LINES).noneMatch((line) -> line.contains("more"));
		nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		problems.find(this.timeout, "GET", "/orders", Locale.FRENCH);
		problems.find(this.timeout, "GET", "/orders", Locale.FRENCH);
		assertThat(warnings(output)).hasSize(EventProblems.MAX_LINES + 2)
			.filteredOn((line) -> line.contains("3 more responses were not logged before"))
			.hasSize(1);
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("WARN")).toList();
	}

	@Test
	void detailIsTranslated() {
		this.messages.addMessage("problemDetail." + EventTimeoutException.class.getName(), Locale.FRENCH, "Trop tard");
		ErrorResponse found = Objects.requireNonNull(find(this.timeout));
		assertThat(found.getBody().getDetail()).isEqualTo("Trop tard");
	}

	@Test
	void invalidPathIsOmitted() {
		EventProblems problems = new EventProblems(this.messages, Duration.ofSeconds(5));
		ErrorResponse found = Objects.requireNonNull(problems.find(this.timeout, "GET", "/{id}", Locale.FRENCH));
		assertThat(found.getBody().getInstance()).isNull();
		assertThat(found.getBody().getStatus()).isEqualTo(503);
	}

	@Test
	void timeToRetryIsRoundedUp() {
		assertThat(retryAfter(Duration.ofMillis(1500))).isEqualTo("2");
		assertThat(retryAfter(Duration.ofSeconds(2))).isEqualTo("2");
		assertThat(retryAfter(Duration.ZERO)).isEqualTo("0");
	}

	private @Nullable String retryAfter(Duration duration) {
		EventProblems problems = new EventProblems(this.messages, duration);
		ErrorResponse found = problems.find(this.timeout, "GET", "/", Locale.FRENCH);
		return Objects.requireNonNull(found).getHeaders().getFirst("Retry-After");
	}

	private @Nullable ErrorResponse find(Throwable ex) {
		return new EventProblems(this.messages, Duration.ofSeconds(5)).find(ex, "GET", "/orders", Locale.FRENCH);
	}

	@ResponseStatus(HttpStatus.CONFLICT)
	private static final class ConflictException extends RuntimeException {

		ConflictException(Throwable cause) {
			super(cause);
		}

	}

}
