package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.UndefinedEventException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzer of an {@link AwaitEvent @AwaitEvent} with the name of an event that does not
 * exist.
 */
final class UndefinedEventFailureAnalyzer extends AbstractFailureAnalyzer<UndefinedEventException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UndefinedEventException cause) {
		String name = cause.getEventName();
		return new FailureAnalysis(
				"The event '" + name + "' that @AwaitEvent names on " + cause.getPlace() + " is not defined.",
				"Define it, for example by eventgate.events." + name
						+ ".initially-set=false, or correct the name in the annotation.",
				cause);
	}

}
