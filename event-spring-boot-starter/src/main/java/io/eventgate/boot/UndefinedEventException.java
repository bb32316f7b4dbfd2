/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

/**
 * Thrown at start-up when an {@link AwaitEvent @AwaitEvent} names an event that does not
 * exist.
 *
 * @since 0.1.0
 */
public class UndefinedEventException extends EventConfigurationException {

	/** The name that is not defined. */
	private final String eventName;

	/** The method that waits for it. */
	private final String place;

	/**
	 * Creates the exception.
	 * @param eventName the name that is not defined
	 * @param place the annotated method
	 */
	public UndefinedEventException(String eventName, String place) {
		super("The event '" + eventName + "' that @AwaitEvent names on " + place
				+ " is not defined. Add eventgate.events." + eventName,
				"Define it, for example by eventgate.events." + eventName
						+ ".initially-set=false, or correct the name in @AwaitEvent.");
		this.eventName = eventName;
		this.place = place;
	}

	/**
	 * Returns the name that is not defined.
	 * @return the name of the event
	 */
	public String getEventName() {
		return this.eventName;
	}

	/**
	 * Returns the method that waits for it.
	 * @return the method, for a message
	 */
	public String getPlace() {
		return this.place;
	}

}
