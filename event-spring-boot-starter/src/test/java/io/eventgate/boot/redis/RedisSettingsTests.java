/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link RedisSettings}.
 */
class RedisSettingsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	@Test
	void singleServerIsThatOfTheApplication() {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("redis.example", 6380);
		configuration.setUsername("alice");
		configuration.setPassword("secret");
		configuration.setDatabase(3);
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.clientName("orders-1")
			.useSsl()
			.startTls()
			.verifyPeer(SslVerifyMode.CA)
			.build();
		RedisSettings settings = RedisSettings.of(new LettuceConnectionFactory(configuration, client), TIMEOUT);
		assertThat(settings.nodes()).hasSize(1);
		RedisURI uri = settings.nodes().get(0);
		assertThat(uri.getHost()).isEqualTo("redis.example");
		assertThat(uri.getPort()).isEqualTo(6380);
		assertThat(uri.getDatabase()).isEqualTo(3);
		assertThat(uri.getClientName()).isEqualTo("orders-1");
		assertThat(uri.isSsl()).isTrue();
		assertThat(uri.isStartTls()).isTrue();
		assertThat(uri.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
		assertThat(uri.getTimeout()).isEqualTo(TIMEOUT);
		assertCredentials(uri, "alice", "secret");
		assertThat(settings.addresses()).isEqualTo("redis.example:6380");
		assertThat(settings.usesDomainSocket()).isFalse();
	}

	@Test
	void passwordWithoutUserIsThatOfTheDefaultUser() {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("redis.example");
		configuration.setPassword("secret");
		assertCredentials(node(configuration), null, "secret");
	}

	@Test
	void serverWithoutPasswordHasNone() {
		RedisCredentials credentials = credentials(node(new RedisStandaloneConfiguration("redis.example")));
		assertThat(credentials.hasUsername()).isFalse();
		assertThat(credentials.hasPassword()).isFalse();
	}

	@Test
	void credentialsProviderIsCalledForEachConnection() {
		RedisCredentialsProviderFactory factory = new RedisCredentialsProviderFactory() {

			private final AtomicInteger asked = new AtomicInteger();

			@Override
			public RedisCredentialsProvider createCredentialsProvider(RedisConfiguration configuration) {
				return RedisCredentialsProvider
					.from(() -> RedisCredentials.just("alice", "token-" + this.asked.incrementAndGet()));
			}

		};
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.redisCredentialsProviderFactory(factory)
			.build();
		RedisURI uri = RedisSettings
			.of(new LettuceConnectionFactory(new RedisStandaloneConfiguration("redis.example"), client), TIMEOUT)
			.nodes()
			.get(0);
		assertCredentials(uri, "alice", "token-1");
		assertCredentials(uri, "alice", "token-2");
	}

	@Test
	void socketOfTheFileSystemIsThatOfTheApplication() {
		RedisSettings settings = RedisSettings
			.of(new LettuceConnectionFactory(new RedisSocketConfiguration("/run/redis.sock")), TIMEOUT);
		assertThat(settings.nodes().get(0).getSocket()).isEqualTo("/run/redis.sock");
		assertThat(settings.addresses()).isEqualTo("/run/redis.sock");
		assertThat(settings.usesDomainSocket()).isTrue();
	}

	@Test
	void nodesOfTheClusterAreThoseOfTheApplication() {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration(
				Set.of("one.example:1", "two.example:2"));
		configuration.setPassword("secret");
		RedisSettings settings = RedisSettings.of(
				new LettuceConnectionFactory(configuration,
						LettuceClientConfiguration.builder().clientOptions(ClusterClientOptions.create()).build()),
				TIMEOUT);
		assertThat(settings.nodes()).extracting(RedisURI::getHost)
			.containsExactlyInAnyOrder("one.example", "two.example");
		assertThat(settings.nodes()).allSatisfy((uri) -> assertCredentials(uri, null, "secret"));
		assertThat(settings.options().isAutoReconnect()).isFalse();
	}

	@Test
	void listOfServersIsThatOfTheApplication() {
		RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration("one.example");
		configuration.addNode("two.example", 2);
		configuration.setPassword("secret");
		RedisSettings settings = RedisSettings.of(new LettuceConnectionFactory(configuration), TIMEOUT);
		assertThat(settings.addresses()).isEqualTo("one.example:6379, two.example:2");
		assertThat(settings.nodes()).allSatisfy((uri) -> assertCredentials(uri, null, "secret"));
	}

	@Test
	void sentinelsAreThoseOfTheApplication() {
		RedisSentinelConfiguration configuration = new RedisSentinelConfiguration("orders", Set.of("one.example:1"));
		configuration.setPassword("secret");
		configuration.setSentinelPassword("other-secret");
		configuration.setDatabase(2);
		LettuceClientConfiguration client = LettuceClientConfiguration.builder().useSsl().build();
		RedisSettings settings = RedisSettings.of(new LettuceConnectionFactory(configuration, client), TIMEOUT);
		RedisURI uri = settings.nodes().get(0);
		assertThat(uri.getSentinelMasterId()).isEqualTo("orders");
		assertThat(uri.getDatabase()).isEqualTo(2);
		assertCredentials(uri, null, "secret");
		assertThat(uri.getSentinels()).hasSize(1).allSatisfy((sentinel) -> {
			assertThat(sentinel.getHost()).isEqualTo("one.example");
			assertThat(sentinel.isSsl()).isTrue();
			assertThat(sentinel.getTimeout()).isEqualTo(TIMEOUT);
			assertCredentials(sentinel, null, "other-secret");
		});
		assertThat(settings.addresses()).isEqualTo("one.example:1 (orders)");
	}

	@Test
	void optionsNeverRepeatCommandsOrWaitTooLong() {
		ClientOptions given = ClientOptions.builder()
			.autoReconnect(true)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(77)
			.socketOptions(SocketOptions.builder().connectTimeout(Duration.ofMinutes(1)).tcpNoDelay(false).build())
			.build();
		ClientOptions options = options(given);
		assertThat(options.isAutoReconnect()).isFalse();
		assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.ACCEPT_COMMANDS);
		assertThat(options.getTimeoutOptions().isTimeoutCommands()).isTrue();
		assertThat(options.getRequestQueueSize()).isEqualTo(77);
		assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(TIMEOUT);
		assertThat(options.getSocketOptions().isTcpNoDelay()).isFalse();
		assertThat(given.isAutoReconnect()).as("the application's own options").isTrue();
	}

	@Test
	void shorterConnectTimeoutOfTheApplicationIsKept() {
		Duration shorter = Duration.ofMillis(50);
		assertThat(options(
				ClientOptions.builder().socketOptions(SocketOptions.builder().connectTimeout(shorter).build()).build())
			.getSocketOptions()
			.getConnectTimeout()).isEqualTo(shorter);
	}

	@Test
	void threadsOfTheApplicationAreShared() {
		ClientResources resources = ClientResources.create();
		try {
			RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration();
			assertThat(RedisSettings.of(new LettuceConnectionFactory(configuration), TIMEOUT).resources()).isNull();
			assertThat(RedisSettings
				.of(new LettuceConnectionFactory(configuration,
						LettuceClientConfiguration.builder().clientResources(resources).build()), TIMEOUT)
				.resources()).isSameAs(resources);
		}
		finally {
			resources.shutdown().awaitUninterruptibly();
		}
	}

	@Test
	void otherClientsAreRejectedWithTheRemedy() {
		RedisConnectionFactory other = (RedisConnectionFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RedisConnectionFactory.class }, (proxy, method, arguments) -> null);
		assertThatIllegalArgumentException().isThrownBy(() -> RedisSettings.of(other, TIMEOUT))
			.withMessageContaining(other.getClass().getName())
			.withMessageContaining("io.lettuce:lettuce-core")
			.withMessageContaining("spring.data.redis.client-type=lettuce");
	}

	private static ClientOptions options(ClientOptions given) {
		return RedisSettings
			.of(new LettuceConnectionFactory(new RedisStandaloneConfiguration(),
					LettuceClientConfiguration.builder().clientOptions(given).build()), TIMEOUT)
			.options();
	}

	private static RedisURI node(RedisConfiguration configuration) {
		return RedisSettings.of(new LettuceConnectionFactory(configuration), TIMEOUT).nodes().get(0);
	}

	private static RedisCredentials credentials(RedisURI uri) {
		return Objects.requireNonNull(uri.getCredentialsProvider().resolveCredentials().block());
	}

	private static void assertCredentials(RedisURI uri, @Nullable String username, String password) {
		RedisCredentials credentials = credentials(uri);
		assertThat(credentials.getUsername()).isEqualTo(username);
		assertThat(credentials.getPassword()).containsExactly(password.toCharArray());
	}

}
