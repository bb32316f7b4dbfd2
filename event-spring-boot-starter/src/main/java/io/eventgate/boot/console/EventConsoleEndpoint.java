/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * {@link WebEndpoint} that serves the operations console: a page that shows events and
 * switches them through the endpoint {@code events}, with the rights of its user. It
 * changes nothing itself. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "eventgate")
@ImportRuntimeHints(EventConsoleEndpoint.EventConsoleEndpointRuntimeHints.class)
public final class EventConsoleEndpoint {

	/** The id of this endpoint. */
	public static final EndpointId ID = EndpointId.of("eventgate");

	/** The id of the endpoint that the page calls. */
	public static final EndpointId EVENTS_ID = EndpointId.of("events");

	private final Supplier<@Nullable PathMappedEndpoints> endpoints;

	private final ConsolePage page;

	private final ConsoleFiles files = new ConsoleFiles();

	/**
	 * Creates the endpoint.
	 * @param endpoints supplies the paths of endpoints; called for each page
	 * @param application the name of the application, empty if it has none
	 * @param switchable whether the access to {@code events} permits switches
	 * @param commandTimeout the maximum time that a request waits for a store, to which
	 * the page adds its own
	 */
	public EventConsoleEndpoint(Supplier<@Nullable PathMappedEndpoints> endpoints, String application,
			boolean switchable, Duration commandTimeout) {
		this.endpoints = endpoints;
		this.page = new ConsolePage(application, switchable, this.files.hasCharts(), commandTimeout);
	}

	/**
	 * Returns the page.
	 * @return the page, as HTML
	 */
	@ReadOperation(produces = "text/html")
	public WebEndpointResponse<Resource> page() {
		PathMappedEndpoints endpoints = this.endpoints.get();
		String own = (endpoints != null) ? endpoints.getRootPath(ID) : null;
		String events = (endpoints != null) ? endpoints.getRootPath(EVENTS_ID) : null;
		return new WebEndpointResponse<>(
				new ByteArrayResource(this.page.render((own != null) ? own : ID.toString(), events)),
				ConsoleFiles.HTML);
	}

	/**
	 * Returns a file that the page needs.
	 * @param file the name of the file
	 * @return the file, or 404 if the page has none of that name
	 */
	@ReadOperation(produces = { "text/javascript", "text/css", "image/svg+xml" })
	public WebEndpointResponse<Resource> file(@Selector String file) {
		return this.files.find(file)
			.map((found) -> new WebEndpointResponse<>(found.content(), found.type()))
			.orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
	}

	static class EventConsoleEndpointRuntimeHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources()
				.registerPattern("io/eventgate/boot/console/*")
				.registerPattern(ConsoleFiles.CHART_PROPERTIES)
				.registerPattern(ConsoleFiles.CHART_ROOT + "**");
		}

	}

}
