/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.footprint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * The Actuator of an application, over HTTP.
 */
final class Http {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI actuator;

	Http(Application application) throws IOException {
		this.actuator = URI.create("http://127.0.0.1:" + application.ask("port") + "/actuator/");
	}

	CompletableFuture<HttpResponse<byte[]>> get(String path) {
		return send(HttpRequest.newBuilder(this.actuator.resolve(path)));
	}

	CompletableFuture<HttpResponse<byte[]>> post(String path, String body) {
		return send(HttpRequest.newBuilder(this.actuator.resolve(path))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest.Builder request) {
		return this.client.sendAsync(request.build(), BodyHandlers.ofByteArray());
	}

}
