package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import io.eventgate.ForwardingEvent;

/**
 * The bean of a configured event. It has no state of its own, so that a wrapper of the
 * bean stays connected with the event: Mockito spies on a copy of the bean's fields, and
 * the copy of this object forwards to the same event. Not final, because Spring AOP may
 * proxy the class.
 */
class EventBean extends ForwardingEvent {

	private final Event event;

	EventBean(Event event) {
		this.event = event;
	}

	@Override
	protected Event delegate() {
		return this.event;
	}

}
