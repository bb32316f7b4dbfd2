/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JmsGate} with a real JMS broker.
 */
@Timeout(120)
class JmsGateIT {

	@Test
	void stopsTheListenerWhileTheEventIsClear() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, JmsGate.class,
				JmsOrders.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "eventgate.events.orders-open.initially-set=false")
			.run()) {
			DefaultMessageListenerContainer listener = (DefaultMessageListenerContainer) Objects
				.requireNonNull(context.getBean(JmsListenerEndpointRegistry.class).getListenerContainer("orders"));
			JmsTemplate orders = context.getBean(JmsTemplate.class);
			JmsOrders taken = context.getBean(JmsOrders.class);
			Event ordersOpen = context.getBean("ordersOpen", Event.class);
			orders.convertAndSend("orders", "first");
			assertThat(listener.isRunning()).isFalse();
			ordersOpen.set();
			assertThat(taken.taken.poll(1, TimeUnit.MINUTES)).isEqualTo("first");
			ordersOpen.clear();
			assertThat(listener.isRunning()).isFalse();
			Awaitility.await().until(() -> listener.getActiveConsumerCount() == 0);
			orders.convertAndSend("orders", "second");
			assertThat(taken.taken).isEmpty();
			ordersOpen.set();
			assertThat(taken.taken.poll(1, TimeUnit.MINUTES)).isEqualTo("second");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableJms
	static class Application {

		@Bean(initMethod = "start", destroyMethod = "stop")
		EmbeddedActiveMQ broker() throws Exception {
			return new EmbeddedActiveMQ().setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
				.setSecurityEnabled(false)
				.addAcceptorConfiguration("vm", "vm://0"));
		}

		@Bean
		ConnectionFactory connectionFactory(EmbeddedActiveMQ broker) {
			return new ActiveMQConnectionFactory("vm://0");
		}

		@Bean
		JmsTemplate jmsTemplate(ConnectionFactory connectionFactory) {
			return new JmsTemplate(connectionFactory);
		}

		@Bean
		DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory connectionFactory) {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setConnectionFactory(connectionFactory);
			factory.setAutoStartup(false);
			return factory;
		}

	}

}
