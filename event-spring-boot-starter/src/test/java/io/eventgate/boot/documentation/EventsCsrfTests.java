package io.eventgate.boot.documentation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.eventgate.Event;
import io.eventgate.boot.SecurityOnRequest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation says of Spring Boot's own rules, which leave CSRF protection on.
 */
class EventsCsrfTests {

	@Test
	void withProtectionOnAPostWithoutATokenIsRefused() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					SecurityOnRequest.PROPERTY + "=true", "management.endpoints.web.exposure.include=events",
					"spring.security.user.name=olga", "spring.security.user.password=secret",
					"eventgate.events.gate.initially-set=false")
			.run()) {
			URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
					+ "/actuator/events/gate");
			HttpRequest.Builder request = HttpRequest.newBuilder(uri)
				.header("Authorization", "Basic b2xnYTpzZWNyZXQ=")
				.header("Content-Type", "application/json");
			HttpClient client = HttpClient.newHttpClient();
			assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode())
				.isEqualTo(200);
			request.POST(HttpRequest.BodyPublishers.ofString("{\"state\":\"set\"}"));
			// The 403 is answered by a page for errors, which is protected as well.
			assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode())
				.isEqualTo(401);
			assertThat(context.getBean("gate", Event.class).isSet()).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
