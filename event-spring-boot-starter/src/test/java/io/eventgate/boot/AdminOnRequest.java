/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

/**
 * A filter that configures Spring Boot Admin, and what only its server needs, for tests
 * with the property {@value #PROPERTY} alone.
 */
public final class AdminOnRequest extends AbstractOnRequest {

	/** The property of a test that needs the server of Spring Boot Admin. */
	public static final String PROPERTY = "test.admin";

	public AdminOnRequest() {
		super(PROPERTY, "de.codecentric.", "org.springframework.boot.thymeleaf.", "org.springframework.boot.webclient.",
				"org.springframework.boot.http.client.");
	}

}
