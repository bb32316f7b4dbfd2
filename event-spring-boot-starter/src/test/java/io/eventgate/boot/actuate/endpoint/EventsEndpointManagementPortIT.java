package io.eventgate.boot.actuate.endpoint;

import java.net.http.HttpResponse;

import io.eventgate.boot.testing.WebCalls;
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
class EventsEndpointManagementPortIT {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void brokenJsonIsAnsweredOnAPortAndAPathOfItsOwn(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.server.port=0",
				"management.endpoints.web.base-path=/manage", "management.endpoints.web.path-mapping.events=gates")) {
			WebCalls management = WebCalls.to(context, "management");
			HttpResponse<String> response = management.post("/manage/gates/cache-warm", "{\"state\":");
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("[set, clear, pulse]");
			assertThat(management.post("/manage/gates/cache-warm", "{\"state\":\"set\"}").statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whoMayOnlyReadCannotSwitch(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.endpoint.events.access=read-only",
				"management.server.port=0")) {
			WebCalls management = WebCalls.to(context, "management");
			assertThat(management.post("/actuator/events/cache-warm", "{\"state\":\"set\"}").statusCode())
				.isEqualTo(405);
			HttpResponse<String> response = management.get("/actuator/events/cache-warm");
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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
