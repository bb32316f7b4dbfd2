/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package consumer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

@SpringBootApplication
class Consumer {

	public static void main(String[] args) throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(Consumer.class, args)) {
			CompletableFuture<Void> released = context.getBean("ordersOpen", Event.class).whenSet();
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			URI actuator = URI.create("http://127.0.0.1:" + port + "/actuator/");
			System.out.println(send(HttpRequest.newBuilder(actuator.resolve("events/orders-open"))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"state\": \"set\", \"reason\": \"trial\"}"))));
			released.get(30, TimeUnit.SECONDS);
			System.out.println(send(HttpRequest.newBuilder(actuator.resolve("metrics/eventgate.state"))));
		}
	}

	private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
		return response.statusCode() + " " + response.body();
	}

}
