/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.StringUtils;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * The page of the console. All its links are relative, because a proxy may serve it under
 * an unknown path.
 */
final class ConsolePage {

	private final String template;

	ConsolePage(String application, boolean switchable, boolean charts, Duration commandTimeout) {
		this.template = read().replace("{{application}}", HtmlUtils.htmlEscape(application))
			.replace("{{switchable}}", String.valueOf(switchable))
			.replace("{{charts}}", String.valueOf(charts))
			.replace("{{policy}}", ConsoleHeaders.PAGE_POLICY)
			.replace("{{commandTimeout}}", String.valueOf(commandTimeout.toMillis()));
	}

	private static String read() {
		try {
			return new ClassPathResource("console.html", ConsolePage.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Renders the page.
	 * @param own the path of the page, below the base path of endpoints
	 * @param events the path of the endpoint {@code events}, below the same path, or
	 * {@code null} if it is not exposed
	 */
	byte[] render(String own, @Nullable String events) {
		String up = "../".repeat(StringUtils.countOccurrencesOf(own, "/"));
		return this.template.replace("{{files}}", path(own.substring(own.lastIndexOf('/') + 1)))
			.replace("{{events}}", (events != null) ? path(up + events) : "")
			.getBytes(StandardCharsets.UTF_8);
	}

	/** Begins with a dot, so that a colon in it does not make it a scheme. */
	private static String path(String relative) {
		return HtmlUtils.htmlEscape(UriUtils.encodePath("./" + relative, StandardCharsets.UTF_8));
	}

}
