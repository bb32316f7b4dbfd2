/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import io.eventgate.cluster.AbstractStateStoreContractTests;
import io.eventgate.cluster.StateStore;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Runs the contract of stores on {@link RedisStateStore}, with both protocols of Redis.
 */
@ParameterizedClass
@EnumSource(ProtocolVersion.class)
class ContractOnRedisIT extends AbstractStateStoreContractTests {

	@RegisterExtension
	private static final RedisFixture redis = RedisFixture.shared();

	private final ProtocolVersion protocol;

	ContractOnRedisIT(ProtocolVersion protocol) {
		this.protocol = protocol;
	}

	@Override
	protected boolean loseData() {
		redis.operator().flushall();
		return true;
	}

	@Override
	protected StateStore createStore() {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.clientResources(redis.resources())
			.clientOptions(ClientOptions.builder().protocolVersion(this.protocol).build())
			.build();
		return new RedisStateStore(new LettuceConnectionFactory(redis.standalone(), client), "contract",
				RedisFixture.TIMEOUT);
	}

}
