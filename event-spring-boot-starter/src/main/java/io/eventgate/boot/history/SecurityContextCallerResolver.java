/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.util.Optional;

import io.eventgate.CallerResolver;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * {@link CallerResolver} that returns the authenticated user of the current thread, by
 * Spring Security's context. It returns empty if Spring Security is not on the class
 * path, without an authenticated user, and in threads without the context.
 *
 * @since 0.1.0
 */
public final class SecurityContextCallerResolver implements CallerResolver {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.security.core.context.SecurityContextHolder",
			SecurityContextCallerResolver.class.getClassLoader());

	/**
	 * Creates the resolver.
	 */
	public SecurityContextCallerResolver() {
	}

	@Override
	public Optional<String> resolve() {
		return PRESENT ? SecurityContexts.name() : Optional.empty();
	}

	/** Loaded only if its types are present. */
	private static final class SecurityContexts {

		private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

		static Optional<String> name() {
			return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
				.filter(TRUST::isAuthenticated)
				.map(Authentication::getName);
		}

	}

}
