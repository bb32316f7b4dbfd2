/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.eventgate.boot.actuate.endpoint.ProblemDescriptor.RefusedRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;
import org.springframework.http.server.PathContainer;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Rules for HTTP requests to the {@link EventsEndpoint}: the path alone names the event,
 * and arguments are texts of a small JSON object, or those of a wait in the query of a
 * {@code GET}. Without them, Spring Boot merges the path, the body and the query, so that
 * a body or a query can name another event than the path that a security rule has
 * checked.
 */
final class EventsRequestRules {

	/** The largest body that is read, in bytes. */
	static final int MAX_BODY_SIZE = 16 * 1024;

	private final JsonParser parser = JsonParserFactory.getJsonParser();

	private final Supplier<List<String>> paths;

	/**
	 * Creates the rules.
	 * @param paths the paths of the endpoint, without the context path; called once, for
	 * the first request
	 */
	EventsRequestRules(Supplier<List<String>> paths) {
		this.paths = SingletonSupplier.of(paths);
	}

	/**
	 * Returns whether a request is for the endpoint.
	 * @param path the decoded path of the request, without the context path and without
	 * parameters of its segments
	 */
	boolean apply(String path) {
		return this.paths.get().stream().anyMatch((base) -> path.equals(base) || path.startsWith(base + "/"));
	}

	/**
	 * Checks the query of a request. Only a {@code GET} of one event has parameters, and
	 * only those of a wait.
	 * @param path the decoded path, or {@code null} if it can be read in several ways
	 * @return the wait that the request asks for, or {@code null} if there is none
	 * @throws RefusedRequestException if the request has other parameters, or those of a
	 * wait are not valid
	 */
	@Nullable WaitRequest checkQuery(String method, @Nullable String path, @Nullable String query) {
		String event = ("GET".equals(method) && path != null) ? eventName(path) : null;
		Map<String, String> arguments = new HashMap<>();
		for (String parameter : (query != null) ? query.split("&", -1) : new String[0]) {
			if (parameter.isEmpty()) {
				continue;
			}
			String[] parts = parameter.split("=", 2);
			String name = decode(parts[0]);
			if (event == null || !WaitRequest.PARAMETERS.contains(name)) {
				throw new RefusedRequestException(ProblemDescriptor.unexpectedParameter(name));
			}
			if (arguments.put(name, (parts.length > 1) ? decode(parts[1]) : "") != null) {
				throw new RefusedRequestException(ProblemDescriptor.repeatedParameter(name));
			}
		}
		return (event != null && !arguments.isEmpty())
				? WaitRequest.of(event, arguments.get("until"), arguments.get("timeout")) : null;
	}

	/** Decodes the segments of a path, without their parameters. */
	static String decode(PathContainer path) {
		return path.elements()
			.stream()
			.map((element) -> (element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch()
					: element.value())
			.collect(Collectors.joining());
	}

	private @Nullable String eventName(String path) {
		return this.paths.get()
			.stream()
			.filter((base) -> path.startsWith(base + "/"))
			.map((base) -> path.substring(base.length() + 1))
			.filter((name) -> !name.isEmpty() && name.indexOf('/') < 0)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Checks a request apart from its query and its body.
	 * @return whether the request has a body to be checked
	 * @throws RefusedRequestException if the request is a {@code POST} whose body is not
	 * JSON or is too large
	 */
	boolean checkHead(String method, @Nullable String contentType, long contentLength) {
		if (!"POST".equals(method)) {
			return false;
		}
		if (!isJson(contentType)) {
			throw new RefusedRequestException(ProblemDescriptor.unsupportedMediaType(contentType));
		}
		if (contentLength > MAX_BODY_SIZE) {
			throw bodyTooLarge();
		}
		return true;
	}

	/**
	 * Checks a body.
	 * @param body the body, or its first {@link #MAX_BODY_SIZE} + 1 bytes
	 * @return the body for the endpoint: the checked object, written again in ASCII, so
	 * that the parser of the web framework finds the same keys
	 * @throws RefusedRequestException if it is too large, is not a JSON object, or has an
	 * unknown key or a value of another type
	 */
	byte[] checkBody(byte[] body) {
		if (body.length > MAX_BODY_SIZE) {
			throw bodyTooLarge();
		}
		Map<String, Object> arguments = parse(body);
		arguments.forEach((key, value) -> {
			if (!ChangeRequest.KEYS.contains(key)) {
				throw new RefusedRequestException(ProblemDescriptor.unknownKey(key, ChangeRequest.KEYS));
			}
			if (value != null && !(value instanceof String) && !(value instanceof Integer && key.equals("expect"))
					&& !(value instanceof Boolean && key.equals("restore"))) {
				throw new RefusedRequestException(ProblemDescriptor.invalidValue(key, value));
			}
		});
		arguments.replaceAll((key, value) -> (value != null) ? value.toString() : null);
		if (arguments.containsKey("for")) {
			// No parameter of a method can have that name.
			arguments.put("duration", arguments.remove("for"));
		}
		return ascii(JsonWriter.<Map<String, Object>>standard().writeToString(arguments));
	}

	private static RefusedRequestException bodyTooLarge() {
		return new RefusedRequestException(ProblemDescriptor.bodyTooLarge(MAX_BODY_SIZE));
	}

	private Map<String, Object> parse(byte[] body) {
		try {
			String json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
			// Jackson returns null for the literal null.
			return Optional.ofNullable(this.parser.parseMap(json)).orElseThrow(EventsRequestRules::unreadableBody);
		}
		catch (CharacterCodingException | JsonParseException ex) {
			throw unreadableBody();
		}
	}

	private static RefusedRequestException unreadableBody() {
		return new RefusedRequestException(ProblemDescriptor.unreadableBody());
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	private static boolean isJson(@Nullable String contentType) {
		try {
			MimeType type = MimeTypeUtils.parseMimeType((contentType != null) ? contentType : "");
			return type.isConcrete() && "application".equals(type.getType())
					&& ("json".equals(type.getSubtype()) || "json".equals(type.getSubtypeSuffix()));
		}
		catch (InvalidMimeTypeException ex) {
			return false;
		}
	}

	/** Escapes characters outside of ASCII, which occur in texts only. */
	private static byte[] ascii(String json) {
		StringBuilder ascii = new StringBuilder(json.length());
		json.chars()
			.forEach((unit) -> ascii.append((unit < 0x80) ? Character.toString(unit) : "\\u%04x".formatted(unit)));
		return ascii.toString().getBytes(StandardCharsets.US_ASCII);
	}

}
