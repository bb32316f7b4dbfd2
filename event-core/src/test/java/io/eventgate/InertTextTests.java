/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link InertText}.
 */
class InertTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029", "\u202a",
			"\u202e", "\u2066", "\u2069", "\ud800", "\udc00" })
	void harmfulCharacterBecomesASpace(String harmful) {
		assertThat(InertText.of("a" + harmful + "b", 10)).isEqualTo("a b");
		assertThat(InertText.isInert("a" + harmful + "b")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "fine", "<b>&\"'", "Grüße", "日本", "\ud83d\ude80", "می\u200cخواهم", "a\u00a0b", "" })
	void harmlessTextIsUnchanged(String harmless) {
		assertThat(InertText.of(harmless, 10)).isEqualTo(harmless);
		assertThat(InertText.isInert(harmless)).isTrue();
	}

	@Test
	void longTextIsCutAndMarked() {
		assertThat(InertText.of("x".repeat(10), 10)).isEqualTo("x".repeat(10));
		assertThat(InertText.of("x".repeat(11), 10)).isEqualTo("xxxxxxx...");
	}

	@Test
	void cutNeverSplitsASurrogatePair() {
		String cut = InertText.of("xxxxxx\ud83d\ude80xxxx", 10);
		assertThat(cut).isEqualTo("xxxxxx ...");
		assertThat(InertText.of(cut, 10)).isEqualTo(cut);
	}

}
