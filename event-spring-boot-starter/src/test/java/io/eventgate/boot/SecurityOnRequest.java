/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

/**
 * A filter that excludes Spring Security, which is on the class path, from all tests
 * without the property {@value #PROPERTY}.
 */
public final class SecurityOnRequest extends AbstractOnRequest {

	/** The property of a test with Spring Security. */
	public static final String PROPERTY = "test.security";

	public SecurityOnRequest() {
		super(PROPERTY, "org.springframework.boot.security.");
	}

}
