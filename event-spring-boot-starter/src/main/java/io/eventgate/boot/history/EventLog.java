/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.Transition;
import io.eventgate.boot.EventTransition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each transition in one line, with its fields as key-value pairs: at DEBUG level if
 * code of this application made it, otherwise at INFO. After {@value #MAX_LINES}
 * transitions of an event in a minute, the others are summarized in one line at the end
 * of the minute. The texts are inert, as names of events and an {@link Origin} are. Safe
 * for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EventLog implements Consumer<EventTransition>, AutoCloseable {

	/** The name of the logger. */
	public static final String LOGGER = "io.eventgate.events";

	/** The maximum number of lines of an event and a level in a minute. */
	static final int MAX_LINES = 10;

	/** The maximum number of events in the line of all states. */
	static final int MAX_STATES = 100;

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	/** The present minutes. Each is removed at its end. */
	private final Map<Key, Minute> minutes = new ConcurrentHashMap<>();

	private final Executor inAMinute;

	/**
	 * Creates a log.
	 */
	public EventLog() {
		this(CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES));
	}

	/**
	 * Creates a log.
	 * @param inAMinute runs tasks after a minute
	 */
	EventLog(Executor inAMinute) {
		this.inAMinute = inAMinute;
	}

	/**
	 * Logs the states of all events in one line, if there is an event.
	 * @param events the events
	 */
	public void logStates(EventRegistry events) {
		List<String> set = new ArrayList<>();
		List<String> clear = new ArrayList<>();
		StringJoiner states = new StringJoiner(", ");
		List<EventRegistry.Registration> all = events.getRegistrations();
		for (EventRegistry.Registration registration : all.subList(0, Math.min(all.size(), MAX_STATES))) {
			String name = registration.definition().name();
			boolean isSet = registration.event().isSet();
			(isSet ? set : clear).add(name);
			states.add("'" + name + "' is " + state(isSet));
		}
		if (all.size() > MAX_STATES) {
			states.add("and " + (all.size() - MAX_STATES) + " more");
		}
		if (!all.isEmpty()) {
			logger.atInfo()
				.addKeyValue("eventgate.set", set)
				.addKeyValue("eventgate.clear", clear)
				.log("The events are: " + states);
		}
	}

	@Override
	public void accept(EventTransition recorded) {
		boolean application = recorded.transition().origin().source() == Origin.Source.APPLICATION;
		Key key = new Key(recorded.event(), application ? Level.DEBUG : Level.INFO);
		if (!logger.isEnabledForLevel(key.level())) {
			return;
		}
		Minute minute = this.minutes.merge(key, new Minute(1, recorded), Minute::plus);
		if (minute.count() == 1) {
			this.inAMinute.execute(() -> end(key));
		}
		if (minute.count() <= MAX_LINES) {
			log(key.level(), recorded,
					"Event '" + recorded.event() + "' was switched" + describe(recorded.transition()), 0);
		}
	}

	private void end(Key key) {
		Minute minute = this.minutes.remove(key);
		if (minute != null && minute.count() > MAX_LINES) {
			long omitted = minute.count() - MAX_LINES;
			log(key.level(), minute.last(), "Event '" + key.event() + "' was switched " + omitted
					+ " more times in a minute, at last" + describe(minute.last().transition()), omitted);
		}
	}

	/** Logs the summaries of the present minutes. */
	@Override
	public void close() {
		this.minutes.keySet().forEach(this::end);
	}

	private static String describe(Transition transition) {
		Origin origin = transition.origin();
		StringBuilder text = new StringBuilder();
		text.append(" from ").append(state(transition.wasSet())).append(" to ").append(lower(transition.kind()));
		text.append(" by ").append(lower(origin.source()));
		if (transition.until() != null) {
			text.append(" until ").append(transition.until());
		}
		append(text, ", principal '", origin.principal());
		append(text, ", instance '", origin.instance());
		append(text, ", reason '", origin.reason());
		return text.append(", released ").append(transition.released()).toString();
	}

	private static void append(StringBuilder text, String name, @Nullable String value) {
		if (value != null) {
			text.append(name).append(value).append('\'');
		}
	}

	private static void log(Level level, EventTransition recorded, String message, long omitted) {
		Transition transition = recorded.transition();
		Origin origin = transition.origin();
		LoggingEventBuilder line = logger.atLevel(level)
			.addKeyValue("eventgate.event", recorded.event())
			.addKeyValue("eventgate.from", state(transition.wasSet()))
			.addKeyValue("eventgate.to", lower(transition.kind()))
			.addKeyValue("eventgate.source", lower(origin.source()))
			.addKeyValue("eventgate.released", transition.released());
		line = addIfKnown(line, "eventgate.principal", origin.principal());
		line = addIfKnown(line, "eventgate.reason", origin.reason());
		line = addIfKnown(line, "eventgate.instance", origin.instance());
		line = addIfKnown(line, "eventgate.until", transition.until());
		if (omitted > 0) {
			line = line.addKeyValue("eventgate.omitted", omitted);
		}
		// Without arguments, braces in the message have no meaning.
		line.log(message);
	}

	private static LoggingEventBuilder addIfKnown(LoggingEventBuilder line, String key, @Nullable Object value) {
		return (value != null) ? line.addKeyValue(key, value) : line;
	}

	private static String state(boolean set) {
		return set ? "set" : "clear";
	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	private record Key(String event, Level level) {

	}

	/**
	 * The transitions of one event and one level in a minute.
	 *
	 * @param count the number of them
	 * @param last the last one
	 */
	private record Minute(long count, EventTransition last) {

		Minute plus(Minute next) {
			return new Minute(this.count + next.count, next.last);
		}

	}

}
