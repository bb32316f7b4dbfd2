package io.eventgate.boot.actuate.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.IntSupplier;

import io.eventgate.boot.testing.PartialClassPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint in an application that has Jersey and neither Spring MVC nor WebFlux.
 */
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsEndpointJerseyTests {

	private static final String MVC_AND_WEBFLUX = "spring-(webmvc|webflux|boot-(starter-)?web(mvc|flux)).*";

	private final HttpClient client = HttpClient.newHttpClient();

	private PartialClassPath classPath;

	private AutoCloseable application;

	private AutoCloseable readOnly;

	@BeforeAll
	void start() throws Exception {
		this.classPath = new PartialClassPath(MVC_AND_WEBFLUX);
		this.application = start("unrestricted");
		this.readOnly = start("read-only");
	}

	private AutoCloseable start(String access) throws ReflectiveOperationException {
		return (AutoCloseable) this.classPath.load(Application.class).getConstructor(String.class).newInstance(access);
	}

	@AfterAll
	void stop() throws Exception {
		this.readOnly.close();
		this.application.close();
		this.classPath.close();
	}

	@Test
	void showsAndSwitchesEvents() throws Exception {
		HttpResponse<String> changed = post("gate", "{\"state\":\"set\",\"reason\":\"partner is back\"}");
		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(json(changed)).isEqualTo(json("{\"previous\":\"clear\",\"state\":\"set\",\"released\":0}"));
		JsonNode gate = json(get("gate"));
		assertThat(gate.path("state").asString()).isEqualTo("set");
		assertThat(gate.at("/transitions/0/reason").asString()).isEqualTo("partner is back");
		assertThat(gate.at("/transitions/0/time").asString()).isEqualTo(gate.path("lastChange").asString())
			.endsWith("Z");
		HttpResponse<String> all = get("");
		assertThat(all.statusCode()).isEqualTo(200);
		assertThat(json(all).at("/events/gate/longestWait").isNull()).isTrue();
		post("gate", "{\"state\":\"clear\"}");
	}

	@Test
	void anUnknownNameIs404() throws Exception {
		for (HttpResponse<String> response : List.of(get("gaet"), post("gaet", "{\"state\":\"set\"}"))) {
			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(json(response).path("message").asString()).contains("'gaet'");
		}
	}

	@Test
	void aStateThatIsNotAllowedIs400AndSaysWhatIs() throws Exception {
		for (String body : List.of("{\"state\":\"open\"}", "{\"state\":null}", "{}", "{\"status\":\"set\"}")) {
			HttpResponse<String> response = post("gate", body);
			assertThat(response.statusCode()).as(body).isEqualTo(400);
			assertThat(json(response).path("allowed")).as(body).isEqualTo(json("[\"set\", \"clear\", \"pulse\"]"));
		}
	}

	/** What the body then says is up to Jersey. */
	@Test
	void brokenJsonIs400AndChangesNothing() throws Exception {
		for (String body : List.of("{\"state\":", "set", "[]", "[\"set\"]", "\"set\"", "{\"state\":{}}", "")) {
			assertThat(post("gate", body).statusCode()).as(body).isEqualTo(400);
		}
		assertThat(json(get("gate")).path("state").asString()).isEqualTo("clear");
	}

	@Test
	void switchingAReadOnlyEndpointIs405() throws Exception {
		assertThat(send(this.readOnly, "gate", "{\"state\":\"set\"}").statusCode()).isEqualTo(405);
		assertThat(send(this.readOnly, "gate", null).statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> get(String name) throws IOException, InterruptedException {
		return send(this.application, name, null);
	}

	private HttpResponse<String> post(String name, String body) throws IOException, InterruptedException {
		return send(this.application, name, body);
	}

	private HttpResponse<String> send(AutoCloseable application, String name, @Nullable String body)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
				+ ((IntSupplier) application).getAsInt() + "/actuator/events" + (name.isEmpty() ? "" : "/" + name)));
		if (body != null) {
			request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		return json(response.body());
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	/**
	 * Loaded by another class loader than the test, which knows it by types of the JDK.
	 */
	public static class Application implements IntSupplier, AutoCloseable {

		private final ConfigurableApplicationContext context;

		public Application(String access) {
			SpringApplication application = new SpringApplication(Sources.class);
			this.context = application.run("--server.port=0", "--server.address=127.0.0.1",
					"--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
					"--management.endpoints.web.exposure.include=events",
					"--management.endpoint.events.access=" + access, "--eventgate.events.gate.initially-set=false");
		}

		@Override
		public int getAsInt() {
			return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		}

		@Override
		public void close() {
			this.context.close();
		}

		@Configuration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		static class Sources {

		}

	}

}
