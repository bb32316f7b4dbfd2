package io.eventgate.boot.actuate.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.eventgate.Event;
import io.eventgate.boot.redis.RedisEventStore;
import io.eventgate.boot.testing.RedisServerProcess;
import io.eventgate.cluster.Hints;
import io.eventgate.cluster.StoreCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static io.eventgate.cluster.StoreCalls.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints of two applications that share events through a real Redis.
 */
@Timeout(120)
class SharedEventsWebTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private RedisServerProcess redis;

	@BeforeEach
	void startServer() throws IOException {
		this.redis = RedisServerProcess.start();
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.redis.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SERVLET", "REACTIVE" })
	void acknowledgementsNameTheInstancesThatHaveAppliedIt(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext one = start("one", type);
		ConfigurableApplicationContext two = start("two", type);
		awaitReportOf(one, "two");
		Answer answer = post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"30s\",\"reason\":\"migrated\"}");
		assertThat(answer).isEqualTo(new Answer(200, json("""
				{"previous": "clear", "state": "set", "released": 0, "applied": ["one", "two"], "pending": []}""")));
		assertThat(two.getBean("ordersOpen", Event.class).isSet()).isTrue();
		JsonNode transition = get(two, "/actuator/events/orders-open").body().at("/transitions/0");
		assertThat(transition.path("source").asString()).isEqualTo("cluster");
		assertThat(transition.path("instance").asString()).isEqualTo("one");
		assertThat(transition.path("reason").asString()).isEqualTo("migrated");
		assertThat(post(two, "orders-open", "{\"state\":\"set\",\"acks\":\"PT30S\"}").body()).isEqualTo(json("""
				{"previous": "set", "state": "set", "released": 0, "applied": ["one", "two"], "pending": []}"""));
	}

	@Test
	void anInstanceThatDoesNotAnswerIsPending() throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", this.redis.port());
		try (RedisEventStore ghost = new RedisEventStore(factory, "web", Duration.ofSeconds(10))) {
			StoreCalls.get(ghost.subscribe(new Hints()));
			StoreCalls.get(ghost.report("ghost", "", Duration.ofMinutes(1)));
			Answer answer = post(one, "orders-open", "{\"state\":\"set\",\"acks\":\"200ms\"}");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body().path("applied")).isEqualTo(json("[\"one\"]"));
			assertThat(answer.body().path("pending")).isEqualTo(json("[\"ghost\"]"));
		}
	}

	@Test
	void waitersOfAllInstancesAreCounted() throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		ConfigurableApplicationContext two = start("two", WebApplicationType.SERVLET);
		List<CompletableFuture<Void>> waits = List.of(one.getBean("ordersOpen", Event.class).whenSet(),
				two.getBean("ordersOpen", Event.class).whenSet(), two.getBean("ordersOpen", Event.class).whenSet());
		await("the report of the other instance", () -> {
			JsonNode event = get(one, "/actuator/events/orders-open").body();
			return event.path("waitersByInstance").equals(json("{\"one\": 1, \"two\": 2}"));
		});
		JsonNode events = get(one, "/actuator/events").body().path("events");
		assertThat(events.at("/orders-open/waitersByInstance")).isEqualTo(json("{\"one\": 1, \"two\": 2}"));
		assertThat(events.at("/orders-open/waiters").asInt()).isEqualTo(1);
		assertThat(events.at("/orders-open/scope").asString()).isEqualTo("cluster");
		assertThat(events.at("/cache-warm/scope").asString()).isEqualTo("local");
		assertThat(events.path("cache-warm").has("waitersByInstance")).isFalse();
		assertThat(waits).noneMatch(CompletableFuture::isDone);
	}

	@Test
	void whileTheStoreIsDownASwitchIs503AndChangesNothing() throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		this.redis.kill();
		for (String body : List.of("{\"state\":\"set\"}", "{\"state\":\"pulse\",\"acks\":\"1s\"}")) {
			Answer answer = post(one, "orders-open", body);
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.body().path("error").asString()).isEqualTo("Service Unavailable");
			assertThat(answer.body().path("message").asString()).contains("'orders-open'");
		}
		JsonNode event = get(one, "/actuator/events/orders-open").body();
		assertThat(event.path("state").asString()).isEqualTo("clear");
		assertThat(event.path("transitions")).isEmpty();
		assertThat(event.has("waitersByInstance")).isFalse();
		assertThat(post(one, "cache-warm", "{\"state\":\"set\"}").status()).isEqualTo(200);
		this.redis.restart();
		await("the store", () -> post(one, "orders-open", "{\"state\":\"set\"}").status() == 200);
		assertThat(get(one, "/actuator/events/orders-open").body().path("transitions")).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "orders-open, soon", "orders-open, -1s", "orders-open, 61s", "cache-warm, 5s" })
	void acknowledgementsThatCannotBeHadAre400AndChangeNothing(String event, String acks) throws Exception {
		ConfigurableApplicationContext one = start("one", WebApplicationType.SERVLET);
		Answer answer = post(one, event, "{\"state\":\"set\",\"acks\":\"" + acks + "\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body().path("message").asString()).contains("acks");
		assertThat(get(one, "/actuator/events/" + event).body().path("state").asString()).isEqualTo("clear");
	}

	private void awaitReportOf(ConfigurableApplicationContext context, String instance) {
		await("a report of " + instance,
				() -> get(context, "/actuator/events/orders-open").body()
					.at("/waitersByInstance/" + instance)
					.isNumber());
	}

	private ConfigurableApplicationContext start(String instance, WebApplicationType type) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", "management.endpoints.web.exposure.include=events",
					"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.redis.port(),
					"eventgate.store.type=redis", "eventgate.store.namespace=web",
					"eventgate.store.sync-interval=100ms", "eventgate.store.instance=" + instance,
					"eventgate.events.orders-open.initially-set=false", "eventgate.events.cache-warm.scope=local")
			.run();
		this.contexts.add(context);
		return context;
	}

	private Answer get(ConfigurableApplicationContext context, String path) throws IOException, InterruptedException {
		return answer(HttpRequest.newBuilder(uri(context, path)).build());
	}

	private Answer post(ConfigurableApplicationContext context, String name, String body)
			throws IOException, InterruptedException {
		return answer(HttpRequest.newBuilder(uri(context, "/actuator/events/" + name))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	private Answer answer(HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), json(response.body()));
	}

	private static URI uri(ConfigurableApplicationContext context, String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
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
