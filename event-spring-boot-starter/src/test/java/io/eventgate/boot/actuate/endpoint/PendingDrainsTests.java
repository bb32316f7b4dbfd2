/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PendingDrains}.
 */
class PendingDrainsTests {

	private final PendingDrains drains = new PendingDrains();

	@Test
	void drainBeyondTheMaximumIsRefusedBeforeItClears() {
		List<CompletableFuture<Integer>> pending = new ArrayList<>();
		for (int i = 0; i < PendingDrains.MAX; i++) {
			CompletableFuture<Integer> drain = new CompletableFuture<>();
			pending.add(begin(() -> drain));
		}
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> begin(() -> {
			throw new AssertionError("was begun");
		}));
		pending.get(0).complete(0);
		pending.get(1).cancel(false);
		for (int i = 0; i < 2; i++) {
			assertThat(begin(CompletableFuture::new)).isNotDone();
		}
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> begin(CompletableFuture::new));
	}

	@Test
	void drainThatCannotBeginIsNotCounted() {
		for (int i = 0; i <= PendingDrains.MAX; i++) {
			assertThatIllegalStateException().isThrownBy(() -> begin(() -> {
				throw new IllegalStateException("no store");
			}));
		}
	}

	@Test
	void closeEndsPendingAndLaterDrains() {
		CompletableFuture<Integer> pending = begin(CompletableFuture::new);
		this.drains.close();
		assertThat(pending).isCompletedWithValue(-1);
		assertThat(begin(CompletableFuture::new)).isCompletedWithValue(-1);
		assertThat(begin(() -> CompletableFuture.completedFuture(1))).isCompletedWithValue(1);
	}

	private CompletableFuture<Integer> begin(Supplier<CompletableFuture<Integer>> drain) {
		return this.drains.begin(drain, () -> -1);
	}

}
