/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
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
 * The atomic operations in Redis.
 *
 * <p>
 * Lua's numbers are doubles, so versions are limited to those that a double represents
 * exactly. An entry that has no such version counts as unknown. Scripts are replicated by
 * their effects, so that the clock may be read before a write.
 *
 * <p>
 * A note or report that is too long was not written by this store. It is neither sent nor
 * kept, because even a copy for each read would delay the server.
 */
enum RedisScript {

	/**
	 * Reads the clock and one event, or the head of the feed. Keys: events. Arguments:
	 * event.
	 */
	READ("""
			local refusal = replica()
			if refusal then
				return refusal
			end
			local time = redis.call('TIME')
			return {time[1], time[2], bounded(ARGV[1], redis.call('HGET', KEYS[1], ARGV[1]), {{note}})}
			"""),

	/** Reads the clock, the last id of the feed, and all events. Keys: events, feed. */
	SNAPSHOT("""
			local refusal = replica()
			if refusal then
				return refusal
			end
			local time = redis.call('TIME')
			local last, failure = last_id()
			return failure or {time[1], time[2], last, all({{note}})}
			"""),

	/**
	 * Switches an event. Keys: events, feed. Arguments: length of the feed, mark, event,
	 * kind, known version, deadline, note, note for an event that stays the same or
	 * nothing, expected entry or nothing, time before which it must not happen. The reply
	 * begins with the number of entries in the feed, and the status.
	 */
	SWITCH("""
			local time = redis.call('TIME')
			local now = time[1] * 1000000 + time[2]
			if now >= tonumber(ARGV[6]) then
				return {0, 1, 0, 0}
			end
			local event, kind, note = ARGV[3], ARGV[4], ARGV[7]
			local entry = redis.call('HGET', KEYS[1], event)
			if ARGV[9] ~= '' and (entry ~= ARGV[9] or now < tonumber(ARGV[10])) then
				return replica() or {0, 2, 0, 0}
			end
			local stored = version(entry) or 0
			local new = math.max(stored, tonumber(ARGV[5]))
			local set = new % 2 == 1
			if kind == 'PULSE' then
				new = new + (set and 1 or 2)
			elseif (kind == 'SET') ~= set then
				new = new + 1
			end
			if new > LIMIT then
				return redis.error_reply('ERR the version is too high')
			end
			if new == stored then
				note = ARGV[8]
				if note == '' then
					return replica() or {0, 0, stored, new}
				end
			end
			return change(event, kind, new, note) or {1, 0, stored, new}
			"""),

	/**
	 * Raises events, or puts them into any state. Keys: events, feed. Arguments: length
	 * of the feed, mark, RESTORE or RESET, then event, version and note of each one. The
	 * reply begins with the number of entries in the feed.
	 */
	RESTORE("""
			local changed = {0}
			for i = 4, #ARGV, 3 do
				local event, new = ARGV[i], tonumber(ARGV[i + 1])
				local stored = version(redis.call('HGET', KEYS[1], event))
				if ARGV[3] == 'RESET' or not stored or stored < new then
					local failure = change(event, ARGV[3], new, ARGV[i + 2])
					if failure then
						return failure
					end
					changed[1] = changed[1] + 1
					changed[#changed + 1] = event
				end
			end
			return changed[1] == 0 and replica() or changed
			"""),

	/**
	 * Removes events that have exactly the given entries. Keys: events. Arguments: event
	 * and entry of each one. The reply is like that of RESTORE, without entries in the
	 * feed.
	 */
	REMOVE("""
			local removed = {0}
			for i = 1, #ARGV, 2 do
				if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
					redis.call('HDEL', KEYS[1], ARGV[i])
					removed[#removed + 1] = ARGV[i]
				end
			end
			return removed
			"""),

	/** Keeps a report. Keys: reports. Arguments: instance, report. */
	REPORT("""
			local time = redis.call('TIME')
			local now = time[1] * 1000000 + time[2]
			local since = tonumber(redis.call('HGET', KEYS[1], OWN))
			if not since or since > now then
				since = now
			end
			redis.call('HSET', KEYS[1], ARGV[1], integer(now) .. ' ' .. ARGV[2], OWN, integer(since))
			return {redis.call('HLEN', KEYS[1]) - 1}
			"""),

	/** Reads the clock and all reports. Keys: reports. */
	REPORTS("""
			local refusal = replica()
			if refusal then
				return refusal
			end
			local time = redis.call('TIME')
			return {time[1], time[2], all({{report}})}
			"""),

	/** Removes reports. Keys: reports. Arguments: instances. */
	FORGET("""
			for i = 1, #ARGV do
				redis.call('HDEL', KEYS[1], ARGV[i])
			end
			return {}
			""");

	private final String source;

	private final String digest;

	RedisScript(String source) {
		this.source = (Lua.COMMON + source).replace("{{note}}", maxBytes(StateStore.MAX_NOTE_LENGTH))
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
	 * @param connection the connection
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
			// Redis does not know the script, so it has not run it yet.
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

	/** The parts that scripts share. */
	private static final class Lua {

		/**
		 * The field {@code OWN} is no event and no instance, because names have no
		 * control characters.
		 *
		 * <p>
		 * {@code replica} refuses on a replica, whose data may be old, by a write that
		 * changes nothing. Other reasons that keep a server from writing do not matter
		 * for reads. It must not be called before other writes, because Redis would no
		 * longer check its memory limit.
		 *
		 * <p>
		 * {@code change} keeps hash and stream equal, although no error undoes the writes
		 * of a script. The first write is refused for every reason for which the last
		 * could be (a right, memory, a replica, a disk, too few replicas), being the same
		 * command on the same key, and changes nothing. So if Redis refuses the change,
		 * it refuses that write or the second one, and nothing has happened.
		 *
		 * <p>
		 * An id is the number of the change and its mark. The number is one more than
		 * that of the head; if the stream is further, because the hash was lost or
		 * another program has added to the stream, it is one more than that of the
		 * stream.
		 */
		static final String COMMON = """
				local OWN, LIMIT = '\\1', {{version}}
				local function integer(number)
					return string.format('%.0f', number)
				end
				local function version(entry)
					local number = entry and tonumber(string.match(entry, '^(%d+) '))
					return number and number <= LIMIT and number or nil
				end
				local function replica()
					local write = redis.pcall('HDEL', KEYS[1], '')
					if type(write) == 'table' and write.err and string.find(write.err, 'READONLY', 1, true) then
						return redis.error_reply('READONLY this is a replica')
					end
				end
				local function bounded(field, entry, limit)
					if entry and #entry > limit then
						entry = string.match(entry, '^%d+ ') or ''
						redis.pcall('HSET', KEYS[1], field, entry)
					end
					return entry or ''
				end
				local function all(limit)
					local fields = redis.call('HGETALL', KEYS[1])
					for i = 2, #fields, 2 do
						if #fields[i] > limit then
							fields[i] = bounded(fields[i - 1], fields[i], limit)
						end
					end
					return fields
				end
				local function last_id()
					local info = redis.pcall('XINFO', 'STREAM', KEYS[2])
					if info.err and string.find(info.err, 'no such key', 1, true) then
						return '0-0'
					end
					for i = 1, #info, 2 do
						if info[i] == 'last-generated-id' then
							return info[i + 1]
						end
					end
					return nil, info
				end
				local function after(id)
					local number = tonumber(string.match(id or '', '^(%d+)%-%d+$')) or 0
					return integer(number < LIMIT and number + 1 or 1) .. '-' .. ARGV[2]
				end
				local head
				local function change(event, kind, version, note)
					if not head then
						head = redis.call('HGET', KEYS[1], OWN) or ''
						redis.call('HSET', KEYS[1], OWN, head)
					end
					local function add(id)
						return redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', ARGV[1], id, 'previous', head,
							'event', event, 'kind', kind, 'version', integer(version), 'note', note)
					end
					local id = add(after(head))
					if type(id) == 'table' and string.find(id.err, 'equal or smaller', 1, true) then
						local last, failure = last_id()
						id = failure or add(after(last))
					end
					if type(id) == 'table' then
						if head == '' then
							redis.pcall('HDEL', KEYS[1], OWN)
						end
						return id
					end
					redis.call('HSET', KEYS[1], event, integer(version) .. ' ' .. note, OWN, id)
					head = id
				end
				""";

	}

}
