/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.history.AuditEventPublisher;

import org.springframework.boot.actuate.audit.listener.AbstractAuditListener;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for audit events of transitions, in
 * an application with an {@link AbstractAuditListener}, which Spring Boot adds to an
 * {@code AuditEventRepository}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = AuditAutoConfiguration.class)
@ConditionalOnClass({ AbstractAuditListener.class, AuditAutoConfiguration.class })
@ConditionalOnBean(AbstractAuditListener.class)
@ConditionalOnBooleanProperty(name = "eventgate.enabled", matchIfMissing = true)
public final class EventAuditAutoConfiguration {

	EventAuditAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	AuditEventPublisher eventgateAuditEventPublisher(ApplicationEventPublisher publisher) {
		return new AuditEventPublisher(publisher);
	}

}
