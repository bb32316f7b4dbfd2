package io.eventgate.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of the packaged sample that share an event through a database.
 */
class SampleDatabaseIT {

	private final SampleJar jar = new SampleJar();

	@TempDir
	Path directory;

	@AfterEach
	void stop() throws Exception {
		this.jar.stop();
	}

	@Test
	void instancesAgreeThroughAFile() throws Exception {
		Server one = start("one");
		Server two = start("two");
		await().until(() -> one.json("/actuator/events/orders-open").path("waitersByInstance").size() == 2);
		JsonNode cleared = one
			.json(one.post("/actuator/events/orders-open", "{\"state\": \"clear\", \"acks\": \"30s\"}"));
		assertThat(cleared.path("applied").valueStream().map(JsonNode::asString)).containsExactly("one", "two");
		await().until(() -> two.json("/actuator/events/orders-open").path("waiters").asInt() == OrderWorkers.COUNT);
		two.switchTo("orders-open", "set");
		await().until(() -> one.json("/actuator/events/orders-open").path("state").asString().equals("set"));
		assertThat(two.json("/actuator/events/cache-warm").path("scope").asString()).isEqualTo("local");
	}

	private Server start(String instance) throws IOException {
		return this.jar.start(List.of(), "--spring.profiles.active=jdbc",
				"--spring.datasource.url=jdbc:h2:file:" + this.directory.resolve("desk") + ";AUTO_SERVER=TRUE",
				"--eventgate.store.instance=" + instance);
	}

}
