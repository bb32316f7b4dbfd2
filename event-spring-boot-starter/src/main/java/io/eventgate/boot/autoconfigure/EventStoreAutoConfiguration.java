package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.redis.RedisEventStore;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.EventStore;
import io.lettuce.core.RedisClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link ClusterEvents}, the
 * events that all instances of the application share. They need an {@link EventStore}:
 * the one that {@code eventgate.store.type} asks for, or a bean of the user's own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = EventAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnBooleanProperty(name = "eventgate.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EventProperties.class)
public final class EventStoreAutoConfiguration {

	EventStoreAutoConfiguration() {
	}

	@Bean(initMethod = "start")
	@ConditionalOnMissingBean
	@ConditionalOnBean(EventStore.class)
	ClusterEvents clusterEvents(EventStore store, EventProperties properties) {
		return new ClusterEvents(store, StoreSettings.of(properties.store()));
	}

	/** A store on Redis. Each kind of store has a configuration like this one. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RedisConnectionFactory.class, RedisClient.class })
	@ConditionalOnProperty(name = "eventgate.store.type", havingValue = "redis")
	static class RedisEventStoreConfiguration {

		@Bean
		@ConditionalOnMissingBean(EventStore.class)
		RedisEventStore eventStore(RedisConnectionFactory factory, EventProperties properties,
				Environment environment) {
			EventProperties.Store store = properties.store();
			return StoreSettings.check(() -> new RedisEventStore(factory, StoreSettings.namespace(store, environment),
					store.commandTimeout()));
		}

	}

}
