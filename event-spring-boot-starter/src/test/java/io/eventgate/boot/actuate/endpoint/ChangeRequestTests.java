/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import io.eventgate.Origin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChangeRequest}.
 */
class ChangeRequestTests {

	@Test
	void textsCannotForgeALineOfALog() {
		Origin origin = origin(Origin.Source.ENDPOINT, "ann\n",
				"fine\r\n2026-11-01 ERROR \u001b[31mforged\u2028\u202Eyes");
		assertThat(origin.principal()).isEqualTo("ann");
		assertThat(origin.reason()).isEqualTo("fine  2026-11-01 ERROR  [31mforged  yes");
	}

	@Test
	void absentTextIsNull() {
		assertThat(origin(Origin.Source.JMX, null, null)).isEqualTo(new Origin(Origin.Source.JMX, null, null));
		assertThat(origin(Origin.Source.JMX, null, " \n ").reason()).isNull();
	}

	@Test
	void tooLongReasonIsRejected() {
		assertThat(origin(Origin.Source.JMX, null, "x".repeat(500)).reason()).hasSize(500);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> origin(Origin.Source.JMX, null, "x".repeat(501)))
			.withMessageContaining("500")
			.withMessageContaining("501");
	}

	private static Origin origin(Origin.Source source, @Nullable String principal, @Nullable String reason) {
		return ChangeRequest.of("set", reason, null, null, null, null, null, null).origin(source, principal);
	}

}
