/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

/**
 * A filter that runs WebFlux on the Tomcat of Spring MVC, so that the tests of both
 * differ in the framework only. With the property {@value #PROPERTY}, WebFlux runs on
 * Reactor Netty, its default server.
 */
public final class NettyOnRequest extends AbstractOnRequest {

	/** The property of a test that needs Reactor Netty. */
	public static final String PROPERTY = "test.netty";

	public NettyOnRequest() {
		super(PROPERTY, "org.springframework.boot.reactor.netty.");
	}

}
