/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import io.eventgate.Origin;
import io.eventgate.boot.EventTransition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Announces the transitions of events.
 */
@Component
class Announcer {

	private static final Logger log = LoggerFactory.getLogger(Announcer.class);

	@EventListener
	void onTransition(EventTransition changed) {
		Origin origin = changed.transition().origin();
		log.info("{} is now {} by {}: {}", changed.event(), changed.transition().kind(), origin.principal(),
				origin.reason());
	}

}
