/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import io.lettuce.core.ClientOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("smoke")
class MaintNotificationsTests {

	@Test
	@DisabledIf("io.eventgate.boot.testing.SpringBoot#is40")
	void areDisabledIfLettuceHasThem() {
		assertThat(MaintNotifications.disable(ClientOptions.builder()).build())
			.extracting("maintNotificationsConfig.maintNotificationsEnabled")
			.isEqualTo(false);
	}

	@Test
	void areIgnoredIfLettuceDoesNotHaveThem() {
		ClientOptions.Builder options = ClientOptions.builder();
		assertThat(MaintNotifications.disable(options)).isSameAs(options);
	}

}
