/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.MessageListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KafkaGate} with a real Kafka broker.
 */
@Timeout(300)
class KafkaGateIT {

	@Test
	void pausesTheListenerWhileTheEventIsClear() throws Exception {
		try (KafkaBroker kafka = KafkaBroker.start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class,
						KafkaGate.class, KafkaOrders.class)
					.web(WebApplicationType.NONE)
					.properties("spring.main.banner-mode=off", "eventgate.events.orders-open.initially-set=false",
							"kafka.address=" + kafka.address())
					.run()) {
			KafkaTemplate<String, String> orders = new KafkaTemplate<>(
					new DefaultKafkaProducerFactory<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.address()),
							new StringSerializer(), new StringSerializer()));
			MessageListenerContainer listener = Objects
				.requireNonNull(context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer("orders"));
			KafkaOrders taken = context.getBean(KafkaOrders.class);
			Event ordersOpen = context.getBean("ordersOpen", Event.class);
			orders.send("orders", "first").get(1, TimeUnit.MINUTES);
			patientlyUntilPaused(listener);
			assertThat(taken.taken).isEmpty();
			ordersOpen.set();
			assertThat(taken.taken.poll(1, TimeUnit.MINUTES)).isEqualTo("first");
			ordersOpen.clear();
			patientlyUntilPaused(listener);
			orders.send("orders", "second").get(1, TimeUnit.MINUTES);
			assertThat(taken.taken).isEmpty();
			ordersOpen.set();
			assertThat(taken.taken.poll(1, TimeUnit.MINUTES)).isEqualTo("second");
		}
	}

	private static void patientlyUntilPaused(MessageListenerContainer listener) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(listener::isContainerPaused);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableKafka
	static class Application {

		@Bean
		KafkaAdmin kafkaAdmin(@Value("${kafka.address}") String address) {
			KafkaAdmin admin = new KafkaAdmin(Map.of("bootstrap.servers", address));
			admin.setFatalIfBrokerNotAvailable(true);
			admin.setOperationTimeout(120);
			return admin;
		}

		@Bean
		NewTopic topic() {
			return new NewTopic("orders", 1, (short) 1);
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
				@Value("${kafka.address}") String address) {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(
					Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address, ConsumerConfig.GROUP_ID_CONFIG, "orders",
							ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
					new StringDeserializer(), new StringDeserializer()));
			return factory;
		}

	}

}
