package io.eventgate.boot.actuate.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint as an operator meets it: a whole application, real HTTP.
 */
@Tag("smoke")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EventsEndpointWebTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final WebApplicationType type;

	private ConfigurableApplicationContext context;

	EventsEndpointWebTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(this.type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"management.endpoints.web.exposure.include=events", "spring.jmx.enabled=false",
					"eventgate.events.cache-warm.description=Product cache is loaded",
					"eventgate.events.orders-open.initially-set=true")
			.run();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@Test
	void listsEventsWithAllTheirFields() throws Exception {
		this.context.getBean(EventRegistry.class).create("untouched", true);
		Answer answer = get("/actuator/events");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body().propertyNames()).containsExactly("events");
		JsonNode events = answer.body().path("events");
		assertThat(events.path("untouched")).isEqualTo(json("""
				{"state": "set", "description": "", "scope": "local", "waiters": 0,
				 "longestWait": null, "lastChange": null}"""));
		assertThat(events.at("/cache-warm/description").asString()).isEqualTo("Product cache is loaded");
		assertThat(events.at("/orders-open/state").asString()).isEqualTo("set");
	}

	@Test
	void aSwitchIsInTheHistoryWithItsSourceAndReason() throws Exception {
		this.context.getBean(EventRegistry.class).create("switched", false);
		assertThat(post("switched", "{\"state\":\"set\",\"reason\":\"partner is back\"}").body())
			.isEqualTo(json("{\"previous\":\"clear\",\"state\":\"set\",\"released\":0}"));
		JsonNode body = get("/actuator/events/switched").body();
		assertThat(body.propertyNames()).containsExactlyInAnyOrder("state", "description", "scope", "waiters",
				"longestWait", "lastChange", "waitingThreads", "transitions");
		assertThat(body.path("transitions")).hasSize(1);
		ObjectNode transition = (ObjectNode) body.path("transitions").path(0);
		String time = transition.remove("time").asString();
		assertThat(Instant.parse(time)).isBeforeOrEqualTo(Instant.now());
		assertThat(body.path("lastChange").asString()).isEqualTo(time);
		assertThat(transition).isEqualTo(json("""
				{"from": "clear", "to": "set", "source": "endpoint", "principal": null,
				 "reason": "partner is back", "instance": null, "released": 0}"""));
	}

	@Test
	void theNewestTransitionComesFirst() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("changing", false);
		event.set();
		event.clear();
		event.pulse();
		assertThat(get("/actuator/events/changing").body().path("transitions").valueStream())
			.extracting((transition) -> transition.path("to").asString() + " " + transition.path("source").asString())
			.containsExactly("pulse application", "clear application", "set application");
	}

	@Test
	void switchingIsIdempotent() throws Exception {
		this.context.getBean(EventRegistry.class).create("idempotent", false);
		post("idempotent", "{\"state\":\"set\"}");
		Answer again = post("idempotent", "{\"state\":\"set\"}");
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.body()).isEqualTo(json("{\"previous\":\"set\",\"state\":\"set\",\"released\":0}"));
		post("idempotent", "{\"state\":\"clear\"}");
		assertThat(post("idempotent", "{\"state\":\"clear\"}").body())
			.isEqualTo(json("{\"previous\":\"clear\",\"state\":\"clear\",\"released\":0}"));
	}

	@Test
	void showsWhoWaitsAndReleasesThemByAPulse() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("awaited", false);
		Thread waiter = new Thread(event::awaitUninterruptibly, "worker-1");
		waiter.start();
		while (event.getQueueLength() == 0) {
			Thread.onSpinWait();
		}
		JsonNode body = get("/actuator/events/awaited").body();
		assertThat(body.path("waiters").asInt()).isEqualTo(1);
		assertThat(Duration.parse(body.path("longestWait").asString())).isPositive();
		JsonNode thread = body.at("/waitingThreads/0");
		assertThat(thread.path("name").asString()).isEqualTo("worker-1");
		assertThat(thread.path("virtual").booleanValue()).isFalse();
		assertThat(Instant.parse(thread.path("since").asString())).isBeforeOrEqualTo(Instant.now());
		assertThat(post("awaited", "{\"state\":\"pulse\"}").body())
			.isEqualTo(json("{\"previous\":\"clear\",\"state\":\"clear\",\"released\":1}"));
		waiter.join();
	}

	@Test
	void aNameThatIsOddButAllowedIsReached() throws Exception {
		Event event = this.context.getBean(EventRegistry.class).create("a.b: c?d#e&f+g\u00fc", false);
		String path = "a.b%3A%20c%3Fd%23e%26f%2Bg%C3%BC";
		assertThat(post(path, "{\"state\":\"set\"}").status()).isEqualTo(200);
		assertThat(event.isSet()).isTrue();
		assertThat(get("/actuator/events/" + path).body().path("state").asString()).isEqualTo("set");
	}

	@Test
	void anUnknownNameIs404AndCreatesNothing() throws Exception {
		Answer read = get("/actuator/events/cache-wram");
		assertThat(read.status()).isEqualTo(404);
		assertThat(read.body().path("message").asString()).contains("'cache-wram'");
		assertThat(post("cache-wram", "{\"state\":\"set\"}").status()).isEqualTo(404);
		assertThat(this.context.getBean(EventRegistry.class).find("cache-wram")).isEmpty();
	}

	@Test
	void aStateThatIsNotAllowedIs400AndSaysWhatIs() throws Exception {
		for (String body : List.of("{\"state\":\"open\"}", "{\"state\":\"SET\"}", "{\"state\":null}", "{}",
				"{\"status\":\"set\"}", "{\"state\":\"\"}")) {
			assertRejected(post("cache-warm", body), body);
		}
	}

	@Test
	void brokenJsonIs400AndSaysWhatIsAllowed() throws Exception {
		for (String body : List.of("{\"state\":", "set", "[]", "[\"set\"]", "\"set\"", "{\"state\":{}}", "null", "")) {
			assertRejected(post("cache-warm", body), body);
		}
	}

	@Test
	void aReasonThatIsTooLongIs400() throws Exception {
		Answer answer = post("cache-warm", "{\"state\":\"set\",\"reason\":\"" + "x".repeat(501) + "\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body().path("message").asString()).contains("500 characters", "501");
	}

	private void assertRejected(Answer answer, String body) {
		assertThat(answer.status()).as(body).isEqualTo(400);
		assertThat(answer.body().path("allowed")).as(body).isEqualTo(json("[\"set\", \"clear\", \"pulse\"]"));
		assertThat(answer.body().path("message").asString()).as(body).contains("[set, clear, pulse]");
		assertThat(this.context.getBean("cacheWarm", Event.class).isSet()).isFalse();
	}

	private Answer get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).build());
	}

	private Answer post(String name, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri("/actuator/events/" + name))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
	}

	private Answer send(HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), json(response.body()));
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	record Answer(int status, JsonNode body) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
