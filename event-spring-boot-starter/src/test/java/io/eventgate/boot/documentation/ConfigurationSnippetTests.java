/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.eventgate.boot.autoconfigure.EventProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the configurations in the documents can be bound and name existing
 * properties.
 */
class ConfigurationSnippetTests {

	private static final Set<String> KNOWN = properties();

	private static final ConfigurationPropertyName JDBC = ConfigurationPropertyName.of("eventgate.store.jdbc");

	@ParameterizedTest
	@MethodSource("configurations")
	void snippetCanBeBound(Path configuration) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("snippet",
				new FileSystemResource(configuration))) {
			assertThat(((EnumerablePropertySource<?>) source).getPropertyNames()).isNotEmpty()
				.allMatch(ConfigurationSnippetTests::isKnown);
			environment.getPropertySources().addFirst(source);
		}
		// Those of the store on a database have a class of their own.
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		ConfigurationPropertySources.get(environment)
			.forEach((source) -> sources.add(source.filter((name) -> !JDBC.isAncestorOf(name))));
		new Binder(sources, new PropertySourcesPlaceholdersResolver(environment)).bind("eventgate",
				Bindable.of(EventProperties.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

	static Stream<Path> configurations() {
		return Stream.of("src", "../sample-app/src")
			.flatMap((sources) -> DocumentationTests.list(Path.of(sources, "test/resources/documentation")));
	}

	/** A property, or the key of one that is a map. */
	private static boolean isKnown(String key) {
		String name = key.replaceAll("\\[[^]]*]", "").replace("-", "");
		while (!KNOWN.contains(name) && name.contains(".")) {
			name = name.substring(0, name.lastIndexOf('.'));
		}
		return KNOWN.contains(name);
	}

	private static Set<String> properties() {
		return Stream
			.of("META-INF/spring-configuration-metadata.json", "META-INF/additional-spring-configuration-metadata.json")
			.flatMap(ConfigurationSnippetTests.class.getClassLoader()::resources)
			.flatMap((metadata) -> read(metadata).path("properties").valueStream())
			.map((property) -> property.path("name").asString().replace("-", ""))
			.collect(Collectors.toSet());
	}

	private static JsonNode read(URL metadata) {
		try (InputStream in = metadata.openStream()) {
			return JsonMapper.shared().readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
