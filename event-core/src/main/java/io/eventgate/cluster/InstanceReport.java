package io.eventgate.cluster;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.eventgate.InertText;

/**
 * What an instance said of itself lately. In the store it is encoded as a {@link Note},
 * and has at most {@value StateStore#MAX_REPORT_LENGTH} characters: where there are more
 * events, counts of waiters are left out. What no instance can have written counts as not
 * said.
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
		String text = Note.encode(fields);
		if (text.length() <= StateStore.MAX_REPORT_LENGTH) {
			return text;
		}
		return text.substring(0, text.lastIndexOf('&', StateStore.MAX_REPORT_LENGTH));
	}

	static InstanceReport decode(String instance, String text) {
		Map<String, Long> applied = new HashMap<>();
		Map<String, Integer> waiters = new HashMap<>();
		if (text.length() <= StateStore.MAX_REPORT_LENGTH) {
			Note.decodeFields(text).forEach((key, value) -> {
				long number = Note.number(value);
				if (number >= 0 && InertText.isInert(key)) {
					if (key.startsWith(VERSION)) {
						applied.put(key.substring(VERSION.length()), number);
					}
					else if (key.startsWith(WAITERS)) {
						waiters.put(key.substring(WAITERS.length()), (int) Math.min(number, Integer.MAX_VALUE));
					}
				}
			});
		}
		return new InstanceReport(InertText.of(instance, ClusterSettings.MAX_INSTANCE_LENGTH), applied, waiters);
	}

}
