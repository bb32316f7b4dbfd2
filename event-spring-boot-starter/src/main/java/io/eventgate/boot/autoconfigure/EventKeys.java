/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.eventgate.EventDefinition;
import io.eventgate.boot.EventConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Checks of the keys under {@code eventgate} that the binder silently drops or changes:
 * it ignores unknown properties (and an event without known ones), removes characters
 * from names, and finds two events if an environment variable overrides one.
 */
final class EventKeys {

	/** The properties of an event, as the components of its record. */
	static final Set<String> PROPERTIES = Set.of("initiallySet", "description", "readiness", "scope", "maxWaiters",
			"whenCutOff");

	/** The other properties, as in the metadata of the configuration. */
	static final Set<String> GENERAL_PROPERTIES = Set.of("enabled", "defaults.initially-set", "defaults.max-waiters",
			"history-size", "shutdown-on-stop", "endpoint.max-waits", "console.enabled", "observations.enabled",
			"problem-details.enabled", "problem-details.retry-after", "store.type", "store.namespace", "store.instance",
			"store.command-timeout", "store.sync-interval", "store.startup-policy", "store.cut-off-after",
			"store.forget-after", "store.forget-events-after", "store.jdbc.table", "store.jdbc.initialize-schema",
			"store.jdbc.schema");

	private static final Set<String> UNIFORM_PROPERTIES = uniform(PROPERTIES);

	private static final Set<String> UNIFORM_GENERAL_PROPERTIES = uniform(GENERAL_PROPERTIES);

	private static final String ROOT = "eventgate.";

	private static final String PREFIX = ROOT + "events";

	/** A name, with or without brackets, and an optional property. */
	private static final Pattern KEY = Pattern
		.compile(Pattern.quote(PREFIX) + "(?:\\.([^.\\[]+)|\\[([^]]*)]|\\.\\[([^]]*)])(?:\\.?(.+))?");

	private static final Predicate<String> KEPT_BY_BINDER = Pattern.compile("[A-Za-z0-9_-]+").asMatchPredicate();

	private final Map<String, String> keysByUniformName = new HashMap<>();

	private EventKeys() {
	}

	/**
	 * Checks the keys as they are written. {@link EventVariables} checks environment
	 * variables.
	 */
	static void check(ConfigurableEnvironment environment) {
		EventKeys keys = new EventKeys();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String property : enumerable.getPropertyNames()) {
					if (property.startsWith(ROOT)) {
						try {
							keys.check(property, hasText(environment, source.getProperty(property)));
						}
						catch (EventConfigurationException ex) {
							throw new EventConfigurationException(
									ex.getMessage() + " Origin: " + PropertySourceOrigin.get(source, property) + ".",
									ex.getRemedy(), ex.getCause());
						}
					}
				}
			}
		}
	}

	/** An empty value in YAML is an empty string or an empty map. */
	private static boolean hasText(Environment environment, @Nullable Object value) {
		return value != null && !(value instanceof Map) && !environment.resolvePlaceholders(value.toString()).isEmpty();
	}

	private void check(String property, boolean hasText) {
		Matcher matcher = KEY.matcher(property);
		if (!matcher.matches()) {
			checkGeneral(property, hasText);
			return;
		}
		String name = matcher.group(1);
		if (name != null) {
			checkName(property, name);
		}
		String event = (name != null) ? name : matcher.group((matcher.group(2) != null) ? 2 : 3);
		if (event.equals(matcher.group(2))) {
			checkBoolean(property, event);
		}
		String rest = matcher.group(4);
		if (rest == null) {
			if (hasText) {
				throw event.equals(matcher.group(2)) && isNumber(event) ? notAMap()
						: notAnEvent("Property", property, property + ".initially-set");
			}
		}
		else if (!UNIFORM_PROPERTIES.contains(uniform(rest))) {
			int lastDot = rest.lastIndexOf('.');
			String dotted = event + "." + rest.substring(0, Math.max(lastDot, 0));
			throw new EventConfigurationException(
					"Property '" + property + "' is unknown: the event '" + event + "' has no '" + rest + "'.",
					(lastDot < 0)
							? "Use one of " + PROPERTIES.stream()
								.map(DataObjectPropertyName::toDashedForm)
								.sorted()
								.collect(Collectors.joining(", ")) + "."
							: "If the name of the event is '" + dotted + "', write it in brackets: " + PREFIX + ".\"["
									+ dotted + "]\".");
		}
	}

	/**
	 * Rejects the keys that YAML reads for {@code on} and {@code no}. A key that is not a
	 * string has brackets without a dot; a key in quotes has a dot.
	 */
	private static void checkBoolean(String property, String event) {
		boolean isTrue = event.equals("true");
		if (isTrue || event.equals("false")) {
			String written = isTrue ? "on" : "no";
			throw new EventConfigurationException(
					"Property '" + property + "' names the event '" + event + "', which YAML reads for the keys "
							+ (isTrue ? "on, yes and true" : "off, no and false") + " without quotes.",
					"Write the key in quotes, for example \"" + written + "\", or choose another name.");
		}
	}

	private static boolean isNumber(String text) {
		return text.chars().allMatch(Character::isDigit);
	}

	private static void checkGeneral(String property, boolean hasText) {
		String key = uniform(property.substring(ROOT.length()));
		if (UNIFORM_GENERAL_PROPERTIES.contains(key)) {
			return;
		}
		if (property.equals(PREFIX) || isSection(key)) {
			if (hasText) {
				throw property.equals(PREFIX) ? notAMap() : notASection("Property", property, propertiesOf(key));
			}
			return;
		}
		throw new EventConfigurationException("Property '" + property + "' is unknown.",
				"Use " + PREFIX + ".<name> for an event, or one of "
						+ GENERAL_PROPERTIES.stream().sorted().map(ROOT::concat).collect(Collectors.joining(", "))
						+ ".");
	}

	private static boolean isSection(String uniformKey) {
		return UNIFORM_GENERAL_PROPERTIES.stream().anyMatch((known) -> known.startsWith(uniformKey + "."));
	}

	private static String propertiesOf(String uniformSection) {
		return GENERAL_PROPERTIES.stream()
			.filter((known) -> uniform(known).startsWith(uniformSection + "."))
			.sorted()
			.map(ROOT::concat)
			.collect(Collectors.joining(", "));
	}

	private void checkName(String property, String name) {
		if (!KEPT_BY_BINDER.test(name)) {
			throw new EventConfigurationException(
					"Property '" + property + "' names the event '" + name + "', which the binder would change to '"
							+ name.replaceAll("[^A-Za-z0-9_-]", "") + "'.",
					"Use letters, digits and dashes" + inBrackets(name) + ".");
		}
		String other = this.keysByUniformName.putIfAbsent(uniform(name), name);
		if (other != null && !other.equals(name)) {
			throw new EventConfigurationException(
					"Property '" + property + "' names the event '" + name
							+ "', which environment variables cannot distinguish from the event '" + other + "'.",
					"Rename or remove one of " + PREFIX + "." + name + " and " + PREFIX + "." + other + ".");
		}
	}

	/**
	 * Returns the advice to use brackets, unless the name is not valid in brackets
	 * either.
	 */
	private static String inBrackets(String name) {
		try {
			return ", or write the name in brackets: " + PREFIX + ".\"[" + EventDefinition.of(name).name() + "]\"";
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	private static EventConfigurationException notAMap() {
		return new EventConfigurationException(
				"Property '" + PREFIX + "' must be a map of events by name but was a string or a list.",
				"Write " + PREFIX + ".<name>.initially-set=false for each event.");
	}

	static EventConfigurationException notAnEvent(String kind, String key, String example) {
		return new EventConfigurationException(
				kind + " '" + key + "' must be the properties of an event but was a single value.",
				"Write " + example + "=true for an event that is set from the start.");
	}

	static EventConfigurationException notASection(String kind, String key, String properties) {
		return new EventConfigurationException(
				kind + " '" + key + "' is the prefix of properties and must not have a value.",
				"Use one of " + properties + ".");
	}

	/**
	 * Removes {@code cachewarm} if there is {@code cache-warm}: it is the same event, as
	 * written in an environment variable.
	 */
	static <T> Map<String, T> withoutEnvironmentTwins(Map<String, T> events) {
		Map<String, T> result = new LinkedHashMap<>(events);
		for (String name : events.keySet()) {
			if (KEPT_BY_BINDER.test(name) && !name.equals(uniform(name))) {
				result.remove(uniform(name));
			}
		}
		return Collections.unmodifiableMap(result);
	}

	static boolean isKeptByBinder(String name) {
		return KEPT_BY_BINDER.test(name);
	}

	private static Set<String> uniform(Set<String> names) {
		return names.stream().map(EventKeys::uniform).collect(Collectors.toUnmodifiableSet());
	}

	private static String uniform(String name) {
		return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
	}

}
