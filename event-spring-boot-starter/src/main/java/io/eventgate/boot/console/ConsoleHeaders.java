/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The response headers of the console, and the paths that have them.
 */
final class ConsoleHeaders {

	/** The sources from which the page may load; also in the page itself. */
	static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
			+ " connect-src 'self'; base-uri 'none'; form-action 'none'";

	private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
			PAGE_POLICY + "; frame-ancestors 'self'", "X-Frame-Options", "SAMEORIGIN", "X-Content-Type-Options",
			"nosniff", "Referrer-Policy", "no-referrer", "Cache-Control", "no-store");

	private final Supplier<List<String>> paths;

	/** Not computed before the first request, because endpoints may be mapped late. */
	private volatile List<String> known = List.of();

	ConsoleHeaders(Supplier<List<String>> paths) {
		this.paths = paths;
	}

	/** Returns the names and values for a request to a path, which is decoded. */
	Collection<Map.Entry<String, String>> of(String path) {
		if (this.known.isEmpty()) {
			this.known = List.copyOf(this.paths.get());
		}
		boolean own = this.known.stream().anyMatch((root) -> path.equals(root) || path.startsWith(root + "/"));
		return own ? HEADERS.entrySet() : List.of();
	}

}
