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
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * Stops a JMS listener while an event is clear.
 */
@Component
class JmsGate {

	private final Event ordersOpen;

	private final JmsListenerEndpointRegistry listeners;

	JmsGate(Event ordersOpen, JmsListenerEndpointRegistry listeners) {
		this.ordersOpen = ordersOpen;
		this.listeners = listeners;
	}

	@EventListener({ ContextRefreshedEvent.class, EventTransition.class })
	synchronized void follow() {
		MessageListenerContainer orders = Objects.requireNonNull(this.listeners.getListenerContainer("orders"));
		if (this.ordersOpen.isSet()) {
			orders.start();
		}
		else {
			orders.stop();
		}
	}

}
