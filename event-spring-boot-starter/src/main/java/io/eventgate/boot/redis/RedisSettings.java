/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.ClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.DomainSocketConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithHostAndPort;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConverters;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The connection settings of the application, adapted for an
 * {@link io.eventgate.cluster.StateStore}: a client that reconnects automatically, as is
 * good for a cache, resends commands whose outcome is unknown.
 *
 * @param nodes the servers that may be or know the primary; never empty
 * @param options the options of each client
 * @param resources the threads of the application's client, or {@code null} for separate
 * ones
 */
record RedisSettings(List<RedisURI> nodes, ClientOptions options, @Nullable ClientResources resources) {

	private static final Pattern HOST = Pattern.compile("[\\p{Alnum}._-]{1,253}|\\[?[\\p{XDigit}:.]+(%\\w+)?]?");

	/**
	 * Copies the settings of a connection factory, which need not be started.
	 * @param factory the application's factory
	 * @param timeout the maximum time to wait for a connection, and for an answer
	 * @return the settings
	 */
	static RedisSettings of(RedisConnectionFactory factory, Duration timeout) {
		if (!(factory instanceof LettuceConnectionFactory lettuce)) {
			throw new IllegalArgumentException(
					"Events can be shared through Redis with the client Lettuce only, but the"
							+ " application's connections come from a " + factory.getClass().getName()
							+ ". Add io.lettuce:lettuce-core and set spring.data.redis.client-type=lettuce");
		}
		LettuceClientConfiguration client = lettuce.getClientConfiguration();
		RedisConfiguration configuration = configuration(lettuce);
		return new RedisSettings(nodes(lettuce, configuration, client, timeout), options(client, timeout),
				client.getClientResources().orElse(null));
	}

	/** Creates a client that uses the given threads. */
	RedisClient createClient(ClientResources threads) {
		RedisClient client = RedisClient.create(threads);
		client.setOptions(this.options);
		return client;
	}

	/** Returns the addresses at which Redis is searched. */
	String addresses() {
		return this.nodes.stream().map(RedisSettings::address).collect(Collectors.joining(", "));
	}

	private static String address(RedisURI node) {
		if (node.getSentinelMasterId() != null) {
			return node.getSentinels().stream().map(RedisSettings::address).collect(Collectors.joining(", ")) + " ("
					+ node.getSentinelMasterId() + ")";
		}
		if (node.getSocket() != null) {
			return node.getSocket();
		}
		// It may have a password, as in user:password@host.
		return (HOST.matcher(node.getHost()).matches() ? node.getHost() : "a host that is not valid") + ":"
				+ node.getPort();
	}

	/** Returns whether the server is reached by a socket of the file system. */
	boolean usesDomainSocket() {
		return this.nodes.get(0).getSocket() != null;
	}

	private static ClientOptions options(LettuceClientConfiguration client, Duration timeout) {
		ClientOptions given = client.getClientOptions().orElseGet(ClientOptions::create);
		SocketOptions socket = given.getSocketOptions();
		Duration connectTimeout = (socket.getConnectTimeout().compareTo(timeout) < 0) ? socket.getConnectTimeout()
				: timeout;
		// Lettuce may report a connection before it accepts commands there, so these must
		// queue. After a loss they never leave the queue, because the client does not
		// reconnect.
		return MaintNotifications.disable(given.mutate())
			.autoReconnect(false)
			.disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
			.socketOptions(socket.mutate().connectTimeout(connectTimeout).build())
			.timeoutOptions(TimeoutOptions.enabled()) // as set for each connection
			.build();
	}

	private static List<RedisURI> nodes(LettuceConnectionFactory factory, RedisConfiguration configuration,
			LettuceClientConfiguration client, Duration timeout) {
		if (configuration instanceof RedisSentinelConfiguration sentinel) {
			return List.of(sentinel(sentinel, client, timeout));
		}
		Consumer<RedisURI> settings = settings(configuration, client, timeout);
		if (configuration instanceof ClusterConfiguration cluster) {
			return cluster.getClusterNodes()
				.stream()
				.map((node) -> node(node.getRequiredHost(), node.getRequiredPort(), settings))
				.toList();
		}
		if (configuration instanceof RedisStaticMasterReplicaConfiguration replicated) {
			return replicated.getNodes()
				.stream()
				.map((node) -> node(node.getHostName(), node.getPort(), settings))
				.toList();
		}
		if (configuration instanceof DomainSocketConfiguration socket) {
			RedisURI uri = RedisURI.Builder.socket(socket.getSocket()).build();
			settings.accept(uri);
			return List.of(uri);
		}
		if (configuration instanceof WithHostAndPort host) {
			return List.of(node(host.getHostName(), host.getPort(), settings));
		}
		return List.of(node(factory.getHostName(), factory.getPort(), settings));
	}

	private static RedisURI node(String host, int port, Consumer<RedisURI> settings) {
		RedisURI uri = RedisURI.create(host, port);
		settings.accept(uri);
		return uri;
	}

	private static RedisURI sentinel(RedisSentinelConfiguration configuration, LettuceClientConfiguration client,
			Duration timeout) {
		RedisURI uri = LettuceConverters.sentinelConfigurationToRedisURI(configuration);
		RedisCredentialsProviderFactory credentials = client.getRedisCredentialsProviderFactory().orElse(null);
		common(client, timeout).accept(uri);
		uri.setDatabase(configuration.getDatabase());
		if (credentials != null) {
			uri.setCredentialsProvider(credentials.createCredentialsProvider(configuration));
		}
		for (RedisURI sentinel : uri.getSentinels()) {
			common(client, timeout).accept(sentinel);
			if (credentials != null) {
				sentinel.setCredentialsProvider(credentials.createSentinelCredentialsProvider(configuration));
			}
		}
		return uri;
	}

	private static Consumer<RedisURI> settings(RedisConfiguration configuration, LettuceClientConfiguration client,
			Duration timeout) {
		String username = RedisConfiguration.getUsernameOrElse(configuration, () -> null);
		RedisPassword password = RedisConfiguration.getPasswordOrElse(configuration, RedisPassword::none);
		int database = RedisConfiguration.getDatabaseOrElse(configuration, () -> 0);
		RedisCredentialsProviderFactory credentials = client.getRedisCredentialsProviderFactory().orElse(null);
		return common(client, timeout).andThen((uri) -> {
			uri.setDatabase(database);
			if (credentials != null) {
				uri.setCredentialsProvider(credentials.createCredentialsProvider(configuration));
			}
			else if (StringUtils.hasText(username)) {
				uri.setCredentialsProvider(
						new StaticCredentialsProvider(username, password.toOptional().orElseGet(() -> new char[0])));
			}
			else {
				password.toOptional()
					.map((secret) -> new StaticCredentialsProvider(null, secret))
					.ifPresent(uri::setCredentialsProvider);
			}
		});
	}

	private static Consumer<RedisURI> common(LettuceClientConfiguration client, Duration timeout) {
		return (uri) -> {
			client.getClientName().ifPresent(uri::setClientName);
			uri.setSsl(client.isUseSsl());
			uri.setVerifyPeer(client.getVerifyMode());
			uri.setStartTls(client.isStartTls());
			uri.setTimeout(timeout);
		};
	}

	/**
	 * Returns the configuration of the factory. The factory has a method for each kind
	 * but the static one of primary and replicas, for which it would return
	 * {@code localhost}. So its field is read, and the methods are used if that fails.
	 */
	private static RedisConfiguration configuration(LettuceConnectionFactory factory) {
		Field field = configurationField();
		if (field != null && field.trySetAccessible()
				&& ReflectionUtils.getField(field, factory) instanceof RedisConfiguration configuration) {
			return configuration;
		}
		RedisConfiguration configuration = factory.getSentinelConfiguration();
		if (configuration == null) {
			configuration = factory.getClusterConfiguration();
		}
		if (configuration == null) {
			configuration = factory.getSocketConfiguration();
		}
		return (configuration != null) ? configuration : factory.getStandaloneConfiguration();
	}

	private static @Nullable Field configurationField() {
		return ReflectionUtils.findField(LettuceConnectionFactory.class, "configuration", RedisConfiguration.class);
	}

	static class RedisSettingsRuntimeHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			Field field = configurationField();
			if (field != null) {
				hints.reflection().registerField(field);
			}
		}

	}

}
