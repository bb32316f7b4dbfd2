/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class EventDefinitionTests {

	@Test
	void propertiesHaveDefaults() {
		EventDefinition definition = EventDefinition.of("orders");
		assertThat(definition.name()).isEqualTo("orders");
		assertThat(definition.initiallySet()).isFalse();
		assertThat(definition.description()).isEmpty();
		assertThat(definition.scope()).isEmpty();
		assertThat(definition).isEqualTo(EventDefinition.builder("orders").description(" ").build());
	}

	@Test
	void definitionsAreEqualIfAllPropertiesAre() {
		assertThat(complete()).isEqualTo(complete()).hasSameHashCodeAs(complete()).hasToString(complete().toString());
		assertThat(complete().description()).contains("Orders are accepted");
		assertThat(complete().scope()).contains(EventDefinition.Scope.LOCAL);
		assertThat(complete()).isNotEqualTo(EventDefinition.of("orders")).isNotEqualTo("orders");
	}

	private static EventDefinition complete() {
		return EventDefinition.builder("orders")
			.initiallySet(true)
			.description("Orders are accepted")
			.scope(EventDefinition.Scope.LOCAL)
			.build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void blankNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventDefinition.of(name)).withMessageContaining("blank");
	}

	@Test
	void nameMayBeAsLongAsTheLimit() {
		String longest = "n".repeat(EventDefinition.MAX_NAME_LENGTH);
		assertThat(EventDefinition.of(longest).name()).isEqualTo(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> EventDefinition.of(longest + "n"))
			.withMessageContaining("'" + longest + "...'")
			.withMessageContaining("201");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\u0000b", "a\u007fb", "a\u0085b", "a\u2028b", "a\u202eb", "a\ud800b" })
	void controlCharactersAreRefusedAndNotRepeated(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventDefinition.of(name))
			.withMessageContaining("control characters")
			.withMessageContaining("'a?b'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "/", "a\\b", "a;b", "100%", "%2e", ".", ".." })
	void nameThatNoUrlCanContainIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventDefinition.of(name))
			.withMessageContaining("URL")
			.withMessageContaining("'" + name + "'");
		assertThatIllegalArgumentException().isThrownBy(() -> new EventRegistry().create(name, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b", "...", "a b", "a:b", "a?b#c", "\u00fcber" })
	void otherUnusualNamesAreAccepted(String name) {
		assertThat(new EventRegistry().create(name, true).isSet()).isTrue();
	}

	@Test
	@SuppressWarnings("NullAway") // passes null on purpose
	void nullArgumentIsNamedInException() {
		assertThatNullPointerException().isThrownBy(() -> EventDefinition.of(null)).withMessage("name");
	}

}
