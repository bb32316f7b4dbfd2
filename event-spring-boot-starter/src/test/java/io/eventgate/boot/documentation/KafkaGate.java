/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.util.Objects;

import io.eventgate.Event;
import io.eventgate.boot.EventTransition;

import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * Pauses a Kafka listener while an event is clear.
 */
@Component
class KafkaGate {

	private final Event ordersOpen;

	private final KafkaListenerEndpointRegistry listeners;

	KafkaGate(Event ordersOpen, KafkaListenerEndpointRegistry listeners) {
		this.ordersOpen = ordersOpen;
		this.listeners = listeners;
	}

	@EventListener({ ContextRefreshedEvent.class, EventTransition.class })
	synchronized void follow() {
		MessageListenerContainer orders = Objects.requireNonNull(this.listeners.getListenerContainer("orders"));
		if (this.ordersOpen.isSet()) {
			orders.resume();
		}
		else {
			orders.pause();
		}
		orders.start();
	}

}
