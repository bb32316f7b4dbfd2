/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * The paths of an endpoint below the context path.
 */
final class EndpointPaths {

	private EndpointPaths() {
	}

	/**
	 * Returns the paths of an endpoint.
	 * @param id the endpoint
	 * @param endpoints the mapped endpoints
	 * @param servlets functions that prepend the path of a servlet; none if there is no
	 * servlet, or its path is not known
	 */
	static List<String> of(EndpointId id, ObjectProvider<PathMappedEndpoints> endpoints,
			Stream<UnaryOperator<String>> servlets) {
		PathMappedEndpoints mapped = endpoints.getIfAvailable();
		String path = (mapped != null) ? mapped.getPath(id) : null;
		if (path == null) {
			return List.of();
		}
		List<String> paths = servlets.map((servlet) -> servlet.apply(path)).toList();
		return paths.isEmpty() ? List.of(path) : paths;
	}

}
