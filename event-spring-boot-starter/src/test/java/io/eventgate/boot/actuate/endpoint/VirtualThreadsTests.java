/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

class VirtualThreadsTests {

	@Test
	void aPlatformThreadIsNotVirtual() {
		assertThat(VirtualThreads.isVirtual(Thread.currentThread())).isFalse();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aVirtualThreadIsVirtual() {
		ThreadFactory factory = new VirtualThreadTaskExecutor().getVirtualThreadFactory();
		assertThat(VirtualThreads.isVirtual(factory.newThread(() -> {
		}))).isTrue();
	}

}
