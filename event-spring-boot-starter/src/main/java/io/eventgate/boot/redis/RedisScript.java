package io.eventgate.boot.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.eventgate.cluster.StateStore;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;

/**
 * What is done in Redis in one step.
 *
 * <p>
 * In each script that changes an event, writing the event is the last command: whatever
 * Redis refuses (a right that is missing, memory, a replica, a key of a wrong type) fails
 * before, so that an error means that nothing was switched.
 *
 * <p>
 * Lua's numbers are doubles, so versions end where those are still exact. An entry that
 * has no such version counts as unknown. Scripts are replicated by their effects, so that
 * the clock may be read before a write.
 *
 * <p>
 * A note or report that is too long was not written by this store. It is neither sent nor
 * kept: even to copy it for each read would hold up the server.
 */
enum RedisScript {

	/** Reads the clock and events. */
	READ(Lua.REPLICA + """
			local refusal = replica()
			if refusal then
				return refusal
			end
			local time = redis.call('TIME')
			local reply = {time[1], time[2]}
			for from = 1, #ARGV, 1000 do
				local to = math.min(from + 999, #ARGV)
				local entries = redis.call('HMGET', KEYS[1], unpack(ARGV, from, to))
				for i, entry in ipairs(entries) do
					if entry and #entry > {{note}} then
						entries[i] = string.match(entry, '^%d+ ') or ''
						redis.pcall('HSET', KEYS[1], ARGV[from + i - 1], entries[i])
					end
				end
				reply[#reply + 1] = entries
			end
			return reply
			"""),

	/**
	 * Switches an event. Arguments: channel, sender, length of the log, event, kind,
	 * known version, deadline, 1 to announce, note. Keys: events, log.
	 */
	TRANSITION(Lua.REPLICA + Lua.CHANGE + """
			local time = redis.call('TIME')
			if time[1] * 1000000 + time[2] >= tonumber(ARGV[7]) then
				return {1, 0, 0}
			end
			local event, kind = ARGV[4], ARGV[5]
			local stored = version(redis.call('HGET', KEYS[1], event)) or 0
			local new = math.max(stored, tonumber(ARGV[6]))
			local set = new % 2 == 1
			if kind == 'PULSE' then
				new = new + (set and 1 or 2)
			elseif (kind == 'SET') ~= set then
				new = new + 1
			end
			if new ~= stored or ARGV[8] == '1' then
				change(event, new, kind, ARGV[9])
				return {0, stored, new}
			end
			return replica() or {0, stored, new}
			"""),

	/**
	 * Raises events. Arguments: channel, sender, length of the log, then event, version
	 * and note of each one.
	 */
	HEAL(Lua.CHANGE + """
			local raised = {}
			for i = 4, #ARGV, 3 do
				local stored = version(redis.call('HGET', KEYS[1], ARGV[i]))
				if not stored or stored < tonumber(ARGV[i + 1]) then
					change(ARGV[i], tonumber(ARGV[i + 1]), 'HEAL', ARGV[i + 2])
					raised[#raised + 1] = ARGV[i]
				end
			end
			return raised
			"""),

	/**
	 * Keeps a report. Arguments: instance, report, time to live in microseconds. Looks at
	 * a few others as well, so that those of instances that are gone disappear though
	 * nobody reads them.
	 */
	REPORT("""
			local time = redis.call('TIME')
			local now = time[1] * 1000000 + time[2]
			if tonumber(ARGV[3]) > 0 then
				redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f ', now + ARGV[3]) .. ARGV[2])
			else
				redis.call('HDEL', KEYS[1], ARGV[1])
			end
			local some = redis.call('HRANDFIELD', KEYS[1], 3, 'WITHVALUES')
			for i = 1, #some, 2 do
				if (tonumber(string.match(some[i + 1], '^%d+')) or 0) <= now then
					redis.call('HDEL', KEYS[1], some[i])
				end
			end
			return {}
			"""),

	/** Reads all reports whose time is not over. */
	REPORTS("""
			local time = redis.call('TIME')
			local now = time[1] * 1000000 + time[2]
			local all, reply = redis.call('HGETALL', KEYS[1]), {}
			for i = 1, #all, 2 do
				if #all[i + 1] > {{report}} then
					all[i + 1] = string.match(all[i + 1], '^%d+ ') or ''
					redis.pcall('HSET', KEYS[1], all[i], all[i + 1])
				end
				local expiry, report = string.match(all[i + 1], '^(%d+) (.*)$')
				if expiry and tonumber(expiry) > now then
					reply[#reply + 1] = all[i]
					reply[#reply + 1] = report
				end
			end
			return reply
			""");

	private final String source;

	private final String digest;

	RedisScript(String source) {
		this.source = source.replace("{{note}}", maxBytes(StateStore.MAX_NOTE_LENGTH))
			.replace("{{report}}", maxBytes(StateStore.MAX_REPORT_LENGTH))
			.replace("{{version}}", Long.toString(StateStore.MAX_VERSION));
		this.digest = sha1(this.source);
	}

	/** The length of the longest entry: a number, a space and a text in UTF-8. */
	private static String maxBytes(int maxLength) {
		return Integer.toString(20 + 3 * maxLength);
	}

	/**
	 * Runs the script once.
	 * @param connection where
	 * @param keys its keys
	 * @param arguments its arguments
	 * @return the reply
	 */
	CompletableFuture<List<Object>> run(StatefulRedisConnection<String, String> connection, List<String> keys,
			List<String> arguments) {
		String[] keyArray = keys.toArray(String[]::new);
		String[] argumentArray = arguments.toArray(String[]::new);
		CompletionStage<List<Object>> reply = connection.async()
			.evalsha(this.digest, ScriptOutputType.MULTI, keyArray, argumentArray);
		return reply.toCompletableFuture().exceptionallyCompose((failure) -> {
			// Redis does not know the script, so it has not run it: this is no second
			// time.
			if (RedisErrors.unwrap(failure) instanceof RedisNoScriptException) {
				return connection.async().eval(this.source, ScriptOutputType.MULTI, keyArray, argumentArray);
			}
			return CompletableFuture.failedFuture(failure);
		});
	}

	private static String sha1(String source) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	/** What scripts have in common. */
	private static final class Lua {

		/**
		 * Refuses on a replica, whose data may be old, by a write of nothing. What else
		 * keeps a server from writing does not matter to those who only read. Not to be
		 * called before other writes: Redis would no longer look at its memory limit.
		 */
		static final String REPLICA = """
				local function replica()
					local write = redis.pcall('HDEL', KEYS[1], '')
					if type(write) == 'table' and write.err and string.find(write.err, 'READONLY', 1, true) then
						return redis.error_reply('READONLY this is a replica')
					end
				end
				""";

		static final String CHANGE = """
				local function version(entry)
					local number = entry and tonumber(string.match(entry, '^(%d+) '))
					return number and number <= {{version}} and number or nil
				end
				local function change(event, version, kind, note)
					if version > {{version}} then
						error('the version is too high')
					end
					local number = string.format('%.0f', version)
					redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*',
						'event', event, 'kind', kind, 'version', number, 'note', note)
					redis.call('PUBLISH', ARGV[1], ARGV[2] .. ' ' .. event)
					redis.call('HSET', KEYS[1], event, number .. ' ' .. note)
				end
				""";

	}

}
