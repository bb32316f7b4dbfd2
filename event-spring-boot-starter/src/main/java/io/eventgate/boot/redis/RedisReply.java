package io.eventgate.boot.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Result;
import io.eventgate.cluster.StateStore.State;
import org.jspecify.annotations.Nullable;

/**
 * What the replies of each {@link RedisScript} mean.
 */
final class RedisReply {

	private static final Pattern ENTRY = Pattern.compile("(\\d{1,16}) (.*)", Pattern.DOTALL);

	private static final Duration LONGEST_TIME_TO_LIVE = Duration.ofDays(365);

	private RedisReply() {
	}

	/** The store's clock in microseconds: the first two elements, as of {@code TIME}. */
	static long clock(List<?> reply) {
		return Long.parseLong((String) reply.get(0)) * 1_000_000 + Long.parseLong((String) reply.get(1));
	}

	/** The entries after the clock, in lists that together are as long as the names. */
	static Map<String, State> states(List<String> names, List<?> reply) {
		Map<String, State> states = new HashMap<>();
		int next = 0;
		for (Object chunk : reply.subList(2, reply.size())) {
			for (Object entry : (List<?>) chunk) {
				State state = state((String) entry);
				if (state != null) {
					states.put(names.get(next), state);
				}
				next++;
			}
		}
		return states;
	}

	/** What is no entry counts as unknown, here as in the scripts, and will be healed. */
	private static @Nullable State state(@Nullable String entry) {
		Matcher matcher = ENTRY.matcher((entry != null) ? entry : "");
		if (!matcher.matches()) {
			return null;
		}
		long version = Long.parseLong(matcher.group(1));
		return (version <= StateStore.MAX_VERSION) ? new State(version, matcher.group(2)) : null;
	}

	static Result result(List<?> reply) {
		return ((Long) reply.get(0) == 1) ? Result.EXPIRED : new Result((Long) reply.get(1), (Long) reply.get(2));
	}

	static Set<String> names(List<?> reply) {
		Set<String> names = new HashSet<>();
		reply.forEach((name) -> names.add((String) name));
		return names;
	}

	static Map<String, String> reports(List<?> reply) {
		Map<String, String> reports = new HashMap<>();
		for (int i = 0; i < reply.size(); i += 2) {
			String report = (String) reply.get(i + 1);
			reports.put((String) reply.get(i), (report.length() <= StateStore.MAX_REPORT_LENGTH) ? report : "");
		}
		return reports;
	}

	/** A time to live as {@link RedisScript#REPORT} wants it. */
	static String micros(Duration timeToLive) {
		Duration bounded = (timeToLive.compareTo(LONGEST_TIME_TO_LIVE) > 0) ? LONGEST_TIME_TO_LIVE : timeToLive;
		return Long.toString(bounded.isNegative() ? 0 : Math.max(bounded.toNanos() / 1_000, bounded.isZero() ? 0 : 1));
	}

}
