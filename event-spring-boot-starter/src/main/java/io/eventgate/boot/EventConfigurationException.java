/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import org.jspecify.annotations.Nullable;

/**
 * Thrown, usually at start-up, if events cannot be as the application configures them.
 * The failure analysis consists of its message and its remedy.
 *
 * @since 0.1.0
 */
public class EventConfigurationException extends IllegalStateException {

	/** The action that corrects the configuration. */
	private final String remedy;

	/**
	 * Creates the exception.
	 * @param message the problem, with the name of the property, bean or event
	 * @param remedy the action that corrects it
	 */
	public EventConfigurationException(String message, String remedy) {
		this(message, remedy, null);
	}

	/**
	 * Creates the exception.
	 * @param message the problem, with the name of the property, bean or event
	 * @param remedy the action that corrects it
	 * @param cause the cause, or {@code null}
	 */
	public EventConfigurationException(String message, String remedy, @Nullable Throwable cause) {
		super(message, cause);
		this.remedy = remedy;
	}

	/**
	 * Returns the action that corrects the configuration.
	 * @return one or more sentences
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
