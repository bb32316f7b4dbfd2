package io.eventgate.boot.autoconfigure;

import javax.sql.DataSource;

import io.eventgate.boot.EventConfigurationException;
import io.eventgate.boot.jdbc.EventSchemaInitializer;
import io.eventgate.boot.jdbc.JdbcStateStore;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.cluster.ClusterEvents;
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
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;

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
		return new ClusterEvents(store, StoreSettings.of(properties.store()));
	}

	/** A store on Redis. Each kind of store has a configuration like this one. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RedisConnectionFactory.class, RedisClient.class })
	@ConditionalOnProperty(name = "eventgate.store.type", havingValue = "redis")
	@ImportRuntimeHints(RedisProxies.class)
	static class RedisStateStoreConfiguration {

		@Bean
		@ConditionalOnMissingBean(StateStore.class)
		RedisStateStore eventgateStateStore(RedisConnectionFactory factory, EventProperties properties,
				Environment environment) {
			EventProperties.Store store = properties.store();
			return StoreSettings.check(() -> new RedisStateStore(factory, StoreSettings.namespace(store, environment),
					store.commandTimeout()));
		}

	}

	/** A store in tables of the application's database. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DataSource.class, DataSourceScriptDatabaseInitializer.class, JdbcTemplate.class })
	@ConditionalOnProperty(name = "eventgate.store.type", havingValue = "jdbc")
	@EnableConfigurationProperties(JdbcStoreProperties.class)
	@ImportRuntimeHints(JdbcScripts.class)
	static class JdbcStateStoreConfiguration {

		@Bean
		@ConditionalOnMissingBean({ EventSchemaInitializer.class, StateStore.class })
		EventSchemaInitializer eventgateSchemaInitializer(ObjectProvider<DataSource> dataSource,
				JdbcStoreProperties properties) {
			return StoreSettings.check(() -> new EventSchemaInitializer(unique(dataSource), properties.table(),
					properties.schema(), properties.initializeSchema()));
		}

		/** After all beans that may create the tables, including migration tools. */
		@Bean
		@ConditionalOnMissingBean(StateStore.class)
		@DependsOnDatabaseInitialization
		JdbcStateStore eventgateStateStore(ObjectProvider<DataSource> dataSource,
				ObjectProvider<EventSchemaInitializer> initializer, JdbcStoreProperties jdbc,
				EventProperties properties, Environment environment) {
			EventProperties.Store store = properties.store();
			return StoreSettings.check(() -> new JdbcStateStore(unique(dataSource), jdbc.table(),
					StoreSettings.namespace(store, environment), store.commandTimeout(), initializer.getIfAvailable()));
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
