/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link RedisKeys}.
 */
class RedisKeysTests {

	@Test
	void keysBeginWithTheNamespaceAsHashTag() {
		RedisKeys keys = RedisKeys.of("orders");
		assertThat(keys).isEqualTo(new RedisKeys("orders", "eventgate:{orders}:events", "eventgate:{orders}:feed",
				"eventgate:{orders}:reports"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\tb", "a\nb", "a\u0000b", "{", "a}b", "{a}" })
	void namespaceWithBracesIsRejected(String namespace) {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisKeys.of(namespace))
			.withMessageContaining("eventgate.store.namespace")
			.withMessageStartingWith("The namespace '" + namespace.replace('\u0000', '?').replaceAll("[\t\n]", "?"));
	}

	@Test
	void namespaceThatIsTooLongIsRejected() {
		RedisKeys.of("x".repeat(RedisKeys.MAX_NAMESPACE_LENGTH));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RedisKeys.of("x".repeat(RedisKeys.MAX_NAMESPACE_LENGTH + 1)))
			.withMessageContaining("200");
	}

	@Test
	void rightsAreThoseOfTheDocumentation() {
		assertThat(RedisKeys.of("orders").rights()).isEqualTo("~eventgate:{orders}:* +eval +evalsha +time +hget"
				+ " +hgetall +hlen +hset +hdel +xadd +xread +xinfo +ping");
	}

	@Test
	void rightsEscapeANamespaceThatLooksLikeAPattern() {
		assertThat(RedisKeys.of("a*[b]?\\").rights()).startsWith("~eventgate:{a\\*\\[b\\]\\?\\\\}:* +");
	}

	@Test
	void rightsAreThoseOfTheGuide() throws IOException {
		assertThat(Files.readString(Path.of("..", "docs", "cluster.md"))).contains(RedisKeys.of("orders").rights());
	}

}
