package io.eventgate.cluster;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an instance said of itself lately.
 *
 * @param instance the instance
 * @param applied the versions up to which it has followed events that changed lately
 * @param waiters how many waits are pending there, by event; events where nobody waits
 * are left out
 * @since 0.1.0
 */
public record InstanceReport(String instance, Map<String, Long> applied, Map<String, Integer> waiters) {

	private static final String VERSION = "v.";

	private static final String WAITERS = "w.";

	/**
	 * Creates a report.
	 * @param instance the instance
	 * @param applied versions by event
	 * @param waiters numbers of waiters by event
	 */
	public InstanceReport {
		applied = Map.copyOf(applied);
		waiters = Map.copyOf(waiters);
	}

	String encode() {
		Map<String, String> fields = new LinkedHashMap<>();
		this.applied.forEach((event, version) -> fields.put(VERSION + event, version.toString()));
		this.waiters.forEach((event, count) -> fields.put(WAITERS + event, count.toString()));
		return Note.encode(fields);
	}

	static InstanceReport decode(String instance, String text) {
		Map<String, Long> applied = new HashMap<>();
		Map<String, Integer> waiters = new HashMap<>();
		Note.decodeFields(text).forEach((key, value) -> {
			if (key.startsWith(VERSION)) {
				applied.put(key.substring(VERSION.length()), Note.number(value));
			}
			else if (key.startsWith(WAITERS)) {
				waiters.put(key.substring(WAITERS.length()), (int) Note.number(value));
			}
		});
		return new InstanceReport(instance, applied, waiters);
	}

}
