/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.eventgate.boot.EventConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The environment variables whose names begin with {@code EVENTGATE_}. One that the
 * binder cannot bind stops the start. One that it ignores is logged but does not stop the
 * start, because it may be intended for another program.
 */
final class EventVariables {

	private static final Log logger = LogFactory.getLog(EventVariables.class);

	private static final String PREFIX = "EVENTGATE_";

	private static final String EVENTS = PREFIX + "EVENTS";

	/**
	 * The variables that Kubernetes adds to each container of a namespace for a Service
	 * with a name such as {@code eventgate-events}: those of its own and those that
	 * imitate Docker's links.
	 */
	private static final Predicate<String> SERVICE_VARIABLE = Pattern
		.compile(".+_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)")
		.asMatchPredicate();

	private static final Predicate<String> SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*").asMatchPredicate();

	private final List<SystemEnvironmentPropertySource> sources;

	EventVariables(ConfigurableEnvironment environment) {
		this.sources = environment.getPropertySources()
			.stream()
			.filter(SystemEnvironmentPropertySource.class::isInstance)
			.map(SystemEnvironmentPropertySource.class::cast)
			.toList();
	}

	/**
	 * Returns whether Kubernetes adds a variable for a Service. Its value is needed for
	 * {@code EVENTGATE_EVENTS_PORT}, which could be an event named {@code port}.
	 */
	static boolean isOfService(String variable, Object value) {
		String name = variable.toUpperCase(Locale.ROOT);
		return name.startsWith(PREFIX)
				&& (SERVICE_VARIABLE.test(name) || (name.endsWith("_PORT") && SERVICE_ADDRESS.test(value.toString())));
	}

	/** Rejects variables with a value instead of properties. */
	void check() {
		variables().forEach((variable) -> {
			String name = variable.toUpperCase(Locale.ROOT);
			if (name.equals(EVENTS)) {
				throw new EventConfigurationException(
						"Environment variable '" + variable + "' must not have a value: it is the prefix of events.",
						"Write " + EVENTS + "_<NAME>_INITIALLYSET for each event.");
			}
			List<String> section = canonicalNames(name + "_");
			if (!section.isEmpty()) {
				throw EventKeys.notASection("Environment variable", variable, String.join(", ", section));
			}
			if (name.startsWith(EVENTS + "_") && name.indexOf('_', EVENTS.length() + 1) < 0) {
				throw EventKeys.notAnEvent("Environment variable", variable, variable + "_INITIALLYSET");
			}
		});
	}

	/**
	 * Logs the variables that have no effect.
	 * @param events the names of the events
	 */
	void report(Collection<String> events) {
		List<String> ofServices = this.sources.stream()
			.flatMap((source) -> Arrays.stream(source.getPropertyNames()).filter((name) -> isOfService(source, name)))
			.sorted()
			.toList();
		if (!ofServices.isEmpty()) {
			logger.info("Ignored environment variables of a Kubernetes Service: " + String.join(", ", ofServices)
					+ ". To have none, set enableServiceLinks to false in the specification of the Pod");
		}
		Set<String> bound = bound(events);
		variables().filter((variable) -> !bound.contains(variable))
			.forEach((variable) -> logger
				.warn("Environment variable '" + variable + "' has no effect. " + remedy(variable)));
	}

	private Stream<String> variables() {
		return this.sources.stream()
			.flatMap((source) -> Arrays.stream(source.getPropertyNames())
				.filter((name) -> name.toUpperCase(Locale.ROOT).startsWith(PREFIX) && !isOfService(source, name)
						&& !String.valueOf(source.getProperty(name)).isEmpty()))
			.sorted();
	}

	private static boolean isOfService(SystemEnvironmentPropertySource source, String name) {
		Object value = source.getProperty(name);
		return value != null && isOfService(name, value);
	}

	/** The variables that the binder finds, by its own rules. */
	private Set<String> bound(Collection<String> events) {
		List<ConfigurationPropertyName> names = Stream
			.concat(EventKeys.GENERAL_PROPERTIES.stream().map("eventgate."::concat),
					events.stream()
						.filter(EventKeys::isKeptByBinder)
						.flatMap((event) -> EventKeys.PROPERTIES.stream()
							.map((property) -> "eventgate.events." + event + "."
									+ DataObjectPropertyName.toDashedForm(property))))
			.map((name) -> ConfigurationPropertyName.adapt(name, '.'))
			.toList();
		Set<String> bound = new HashSet<>();
		for (SystemEnvironmentPropertySource source : this.sources) {
			for (ConfigurationPropertySource candidate : ConfigurationPropertySources.from(source)) {
				for (ConfigurationPropertyName name : names) {
					Optional.ofNullable(candidate.getConfigurationProperty(name))
						.flatMap(EventVariables::variable)
						.ifPresent(bound::add);
				}
			}
		}
		return bound;
	}

	private static Optional<String> variable(ConfigurationProperty property) {
		return (property.getOrigin() instanceof PropertySourceOrigin origin) ? Optional.of(origin.getPropertyName())
				: Optional.empty();
	}

	private static String remedy(String variable) {
		String rest = variable.toUpperCase(Locale.ROOT).substring(PREFIX.length()).replace("_", "");
		if (!rest.startsWith("EVENTS")) {
			return "Use " + EVENTS + "_<NAME>_<PROPERTY> for an event, or one of "
					+ String.join(", ", canonicalNames(PREFIX));
		}
		String event = rest.substring("EVENTS".length());
		for (String property : EventKeys.PROPERTIES) {
			String suffix = property.toUpperCase(Locale.ROOT);
			if (event.endsWith(suffix) && event.length() > suffix.length()) {
				return "Write " + EVENTS + "_" + event.substring(0, event.length() - suffix.length()) + "_" + suffix;
			}
		}
		return "Write " + EVENTS + "_<NAME>_<PROPERTY>, where <NAME> is the name of the event without punctuation, and"
				+ " <PROPERTY> is one of "
				+ EventKeys.PROPERTIES.stream()
					.map((name) -> name.toUpperCase(Locale.ROOT))
					.sorted()
					.collect(Collectors.joining(", "));
	}

	private static List<String> canonicalNames(String prefix) {
		List<String> names = new ArrayList<>();
		for (String property : EventKeys.GENERAL_PROPERTIES) {
			String name = PREFIX + property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
			if (name.startsWith(prefix)) {
				names.add(name);
			}
		}
		names.sort(null);
		return names;
	}

	/**
	 * Handler that omits the event which the binder would create for
	 * {@code EVENTGATE_EVENTS_PORT}, a variable that Kubernetes adds for a Service named
	 * {@code eventgate-events}.
	 */
	static final class ServiceVariablesBindHandler extends AbstractBindHandler {

		private static final ConfigurationPropertyName EVENTS = ConfigurationPropertyName.of("eventgate.events");

		ServiceVariablesBindHandler() {
		}

		ServiceVariablesBindHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) throws Exception {
			if (EVENTS.isParentOf(name) && isOfService(name, context)) {
				return null;
			}
			return super.onFailure(name, target, context, error);
		}

		/**
		 * Returns whether the property is a variable of a Kubernetes Service. The context
		 * no longer has it after the binder has tried its parts.
		 */
		private static boolean isOfService(ConfigurationPropertyName name, BindContext context) {
			for (ConfigurationPropertySource source : context.getSources()) {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (property != null) {
					return isOfService(property);
				}
			}
			return false;
		}

		private static boolean isOfService(ConfigurationProperty property) {
			return property.getOrigin() instanceof PropertySourceOrigin origin
					&& origin.getPropertySource() instanceof SystemEnvironmentPropertySource
					&& EventVariables.isOfService(origin.getPropertyName(), property.getValue());
		}

	}

}
