/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import java.util.List;

/**
 * A filter that excludes the configurations of Redis and of databases, which take half of
 * the start of a test application, from tests that have neither a store nor a database
 * nor the property {@value #PROPERTY}.
 */
public final class StoresOnRequest extends AbstractOnRequest {

	/** The property of a test with all configurations of Spring Boot. */
	public static final String PROPERTY = "test.stores";

	private static final List<String> REQUESTS = List.of(PROPERTY, "eventgate.store.type", "spring.datasource.url",
			"spring.data.redis.port");

	public StoresOnRequest() {
		super((environment) -> REQUESTS.stream().anyMatch(environment::containsProperty),
				"org.springframework.boot.data.redis.", "org.springframework.boot.jdbc.",
				"org.springframework.boot.transaction.", "org.springframework.boot.persistence.");
	}

}
