package io.eventgate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class EventDefinitionTests {

	@Test
	void descriptionIsEmptyUnlessGiven() {
		assertThat(new EventDefinition("orders", true)).isEqualTo(new EventDefinition("orders", true, ""));
		assertThat(new EventDefinition("orders", true).description()).isEmpty();
		assertThat(new EventDefinition("orders", true).scope()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t" })
	void blankNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EventDefinition(name, false))
			.withMessageContaining("blank");
	}

	@Test
	void nameMayBeAsLongAsTheLimit() {
		String longest = "n".repeat(EventDefinition.MAX_NAME_LENGTH);
		assertThat(new EventDefinition(longest, false).name()).isEqualTo(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> new EventDefinition(longest + "n", false))
			.withMessageContaining("'" + longest + "...'")
			.withMessageContaining("201");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\u0000b", "a\u007fb", "a\u0085b", "a\u2028b", "a\u202eb", "a\ud800b" })
	void controlCharactersAreRefusedAndNotRepeated(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EventDefinition(name, false))
			.withMessageContaining("control characters")
			.withMessageContaining("'a?b'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "/", "a\\b", "a;b", "100%", "%2e", ".", ".." })
	void nameThatNoUrlCanCarryIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EventDefinition(name, false))
			.withMessageContaining("URL")
			.withMessageContaining("'" + name + "'");
		assertThatIllegalArgumentException().isThrownBy(() -> new EventRegistry().create(name, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b", "...", "a b", "a:b", "a?b#c", "\u00fcber" })
	void nameMayBeOddOtherwise(String name) {
		assertThat(new EventRegistry().create(name, true).isSet()).isTrue();
	}

	@Test
	@SuppressWarnings("NullAway") // which forbids what is tried here
	void nullIsRefusedByName() {
		assertThatNullPointerException().isThrownBy(() -> new EventDefinition(null, false)).withMessage("name");
		assertThatNullPointerException().isThrownBy(() -> new EventDefinition("orders", false, null))
			.withMessage("description");
	}

}
