/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.MimeType;

/**
 * The files of the console, by name. No other files are served, for any requested name.
 */
final class ConsoleFiles {

	static final MimeType HTML = MimeType.valueOf("text/html;charset=UTF-8");

	/** The file that has the version of the WebJar of uPlot. */
	static final String CHART_PROPERTIES = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

	static final String CHART_ROOT = "META-INF/resources/webjars/uplot/";

	private static final List<String> OWN = List.of("api.js", "chart.js", "console.css", "console.js", "details.js",
			"dialog.js", "dom.js", "format.js", "icon.svg", "overview.js", "poll.js", "samples.js");

	private static final List<String> CHART = List.of("uPlot.esm.js", "uPlot.min.css");

	private static final Map<String, MimeType> TYPES = Map.of("js", MimeType.valueOf("text/javascript;charset=UTF-8"),
			"css", MimeType.valueOf("text/css;charset=UTF-8"), "svg", MimeType.valueOf("image/svg+xml;charset=UTF-8"));

	private final Map<String, ConsoleFile> files = new HashMap<>();

	ConsoleFiles() {
		OWN.forEach((name) -> add(name, new ClassPathResource(name, ConsoleFiles.class)));
		chartVersion().ifPresent((version) -> CHART
			.forEach((name) -> add(name, new ClassPathResource(CHART_ROOT + version + "/dist/" + name))));
	}

	private void add(String name, Resource content) {
		MimeType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
		if (type != null && content.exists()) {
			this.files.put(name, new ConsoleFile(content, type));
		}
	}

	private static Optional<String> chartVersion() {
		Resource properties = new ClassPathResource(CHART_PROPERTIES);
		try {
			return properties.exists()
					? Optional.ofNullable(PropertiesLoaderUtils.loadProperties(properties).getProperty("version"))
					: Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty(); // the console has no charts then
		}
	}

	/** Returns whether the chart library is on the class path. */
	boolean hasCharts() {
		return this.files.keySet().containsAll(CHART);
	}

	Optional<ConsoleFile> find(String name) {
		return Optional.ofNullable(this.files.get(name));
	}

	/**
	 * A file and its type.
	 */
	record ConsoleFile(Resource content, MimeType type) {

	}

}
