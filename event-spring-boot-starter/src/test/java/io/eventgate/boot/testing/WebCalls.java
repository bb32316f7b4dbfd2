/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationContext;

/**
 * Sends requests to an application on the loopback address, and reads the responses.
 */
public final class WebCalls {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final int port;

	private final @Nullable String credentials;

	private WebCalls(int port, @Nullable String credentials) {
		this.port = port;
		this.credentials = credentials;
	}

	public static WebCalls to(int port) {
		return new WebCalls(port, null);
	}

	public static WebCalls to(ApplicationContext context) {
		return to(context, "server");
	}

	/** Calls the port {@code server} or {@code management} of an application. */
	public static WebCalls to(ApplicationContext context, String port) {
		return to(context.getEnvironment().getRequiredProperty("local." + port + ".port", Integer.class));
	}

	/** Calls with {@code name:password}, or without authentication for {@code null}. */
	public WebCalls as(@Nullable String credentials) {
		return new WebCalls(this.port, credentials);
	}

	public HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	/** Sends a request without waiting for the response. */
	public CompletableFuture<HttpResponse<String>> getAsync(String path) {
		return CLIENT.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
	}

	/** Posts JSON without waiting for the response. */
	public CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
		HttpRequest.Builder request = request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body));
		return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	/** Posts JSON, which may be broken. */
	public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return post(path, "application/json", body);
	}

	public HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
		return post(path, type, HttpRequest.BodyPublishers.ofString(body));
	}

	/**
	 * Posts a body of a type, or of no type, that is sent in chunks or with its length.
	 */
	public HttpResponse<String> post(String path, @Nullable String type, HttpRequest.BodyPublisher body)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = request(path).POST(body);
		return send((type != null) ? request.header("Content-Type", type) : request);
	}

	/** Gets, with a JSON body. */
	public HttpResponse<String> getWithBody(String path, String body) throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/json")
			.method("GET", HttpRequest.BodyPublishers.ofString(body)));
	}

	public static JsonNode json(HttpResponse<String> answer) {
		return json(answer.body());
	}

	public static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		return (this.credentials == null) ? request : request.header("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(this.credentials.getBytes(StandardCharsets.UTF_8)));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
