package io.eventgate.boot.actuate.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint on a port and a path of its own, and with less access.
 */
class EventsEndpointManagementPortTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void brokenJsonIsAnsweredOnAPortAndAPathOfItsOwn(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.server.port=0",
				"management.endpoints.web.base-path=/manage", "management.endpoints.web.path-mapping.events=gates")) {
			HttpResponse<String> response = post(context, "/manage/gates/cache-warm", "{\"state\":");
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("[set, clear, pulse]");
			assertThat(post(context, "/manage/gates/cache-warm", "{\"state\":\"set\"}").statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whoMayOnlyReadCannotSwitch(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.endpoint.events.access=read-only",
				"management.server.port=0")) {
			assertThat(post(context, "/actuator/events/cache-warm", "{\"state\":\"set\"}").statusCode()).isEqualTo(405);
			HttpResponse<String> response = this.client.send(
					HttpRequest.newBuilder(uri(context, "/actuator/events/cache-warm")).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"state\":\"clear\"");
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "eventgate.events.cache-warm.description=x")
			.properties(properties)
			.run();
	}

	private HttpResponse<String> post(ConfigurableApplicationContext context, String path, String body)
			throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(context, path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port") + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
