/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.eventgate.boot.EventConfigurationException;
import io.eventgate.boot.jdbc.EventSchemaInitializer;
import io.eventgate.boot.jdbc.JdbcStateStore;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.eventgate.cluster.StateStore;
import io.lettuce.core.RedisClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link ClusterEvents}, the
 * events that all instances of the application share. They require a {@link StateStore}:
 * that of {@code eventgate.store.type}, or a bean of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = EventAutoConfiguration.class,
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "eventgate.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EventProperties.class)
public final class EventStoreAutoConfiguration {

	EventStoreAutoConfiguration() {
	}

	@Bean(initMethod = "start")
	@ConditionalOnMissingBean
	@ConditionalOnBean(StateStore.class)
	ClusterEvents eventgateClusterEvents(StateStore store, EventProperties properties) {
		return new ClusterEvents(store, settings(properties.store()));
	}

	private static ClusterSettings settings(EventProperties.Store store) {
		String instance = StringUtils.hasText(store.instance()) ? store.instance() : someName();
		return check(() -> ClusterSettings.builder(instance)
			.commandTimeout(store.commandTimeout())
			.syncInterval(store.syncInterval())
			.startupPolicy(store.startupPolicy())
			.cutOffAfter(store.cutOffAfter())
			.forgetAfter(store.forgetAfter())
			.forgetEventsAfter(store.forgetEventsAfter())
			.build());
	}

	/**
	 * Returns a name that contains the host, for operators. The number distinguishes
	 * several instances on one host, which may be in one JVM.
	 */
	private static String someName() {
		return host() + "-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 24));
	}

	private static String host() {
		try {
			return Objects.requireNonNullElse(InetAddress.getLocalHost().getHostName(), "localhost");
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	private static String namespace(EventProperties.Store store, Environment environment) {
		String namespace = StringUtils.hasText(store.namespace()) ? store.namespace()
				: environment.getProperty("spring.application.name");
		if (!StringUtils.hasText(namespace)) {
			throw new EventConfigurationException(
					"Property 'eventgate.store.namespace' is missing, and so is its default,"
							+ " 'spring.application.name'.",
					"Set one of them to a name that only the instances of this application share.");
		}
		return namespace;
	}

	/** Runs code that rejects a setting with an {@link IllegalArgumentException}. */
	private static <T> T check(Supplier<T> creation) {
		try {
			return creation.get();
		}
		catch (IllegalArgumentException ex) {
			throw new EventConfigurationException(
					"A property under eventgate.store is not valid: " + ex.getMessage() + ".",
					"Correct the properties under eventgate.store.");
		}
	}

	/** A store on Redis. Each kind of store has a configuration like this one. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RedisConnectionFactory.class, RedisClient.class })
	@ConditionalOnProperty(name = "eventgate.store.type", havingValue = "redis")
	static class RedisStateStoreConfiguration {

		@Bean
		@ConditionalOnMissingBean(StateStore.class)
		RedisStateStore eventgateStateStore(RedisConnectionFactory factory, EventProperties properties,
				Environment environment) {
			EventProperties.Store store = properties.store();
			return check(() -> new RedisStateStore(factory, namespace(store, environment), store.commandTimeout()));
		}

	}

	/** A store in tables of the application's database. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DataSource.class, DataSourceScriptDatabaseInitializer.class, JdbcTemplate.class })
	@ConditionalOnProperty(name = "eventgate.store.type", havingValue = "jdbc")
	@EnableConfigurationProperties(JdbcStoreProperties.class)
	static class JdbcStateStoreConfiguration {

		@Bean
		@ConditionalOnMissingBean({ EventSchemaInitializer.class, StateStore.class })
		EventSchemaInitializer eventgateSchemaInitializer(ObjectProvider<DataSource> dataSource,
				JdbcStoreProperties properties) {
			return check(() -> new EventSchemaInitializer(unique(dataSource), properties.table(), properties.schema(),
					properties.initializeSchema()));
		}

		/** After all beans that may create the tables, including migration tools. */
		@Bean
		@ConditionalOnMissingBean(StateStore.class)
		@DependsOnDatabaseInitialization
		JdbcStateStore eventgateStateStore(ObjectProvider<DataSource> dataSource,
				ObjectProvider<EventSchemaInitializer> initializer, JdbcStoreProperties jdbc,
				EventProperties properties, Environment environment) {
			EventProperties.Store store = properties.store();
			return check(() -> new JdbcStateStore(unique(dataSource), jdbc.table(), namespace(store, environment),
					store.commandTimeout(), initializer.getIfAvailable()));
		}

		private static DataSource unique(ObjectProvider<DataSource> dataSource) {
			DataSource found = dataSource.getIfUnique();
			if (found == null) {
				throw new EventConfigurationException(
						"Property 'eventgate.store.type' is 'jdbc', but there is no DataSource, or there are several.",
						"Set spring.datasource.url, or mark one DataSource as @Primary, or declare a bean of type"
								+ " JdbcStateStore.");
			}
			return found;
		}

	}

}
