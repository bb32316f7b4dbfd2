package io.eventgate.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample, as a process of its own.
 */
class SampleJarIT {

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private final List<Process> processes = new ArrayList<>();

	@AfterEach
	void stop() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void worksWithAndWithoutAheadOfTimeProcessing(boolean aot) throws Exception {
		Server server = start("-Dspring.aot.enabled=" + aot);
		await().until(() -> server.json("/actuator/events/cache-warm").path("state").asString(), "set"::equals);
		assertThat(server.get("/products/1").statusCode()).isEqualTo(200);
		server.switchTo("orders-open", "clear");
		await().until(() -> server.json("/actuator/events/orders-open").path("waiters").asInt() == OrderWorkers.COUNT);
		server.switchTo("orders-open", "set");
		await().until(() -> server.json("/orders/stats").path("queued").asInt() == 0);
		assertThat(server.get("/actuator/prometheus").body()).contains("eventgate_state{event=\"orders-open\"} 1.0");
	}

	@Test
	void endsWhenItIsToldTo() throws Exception {
		Server server = start("-Dspring.aot.enabled=true");
		server.switchTo("orders-open", "clear");
		await().until(() -> server.json("/actuator/events/orders-open").path("waiters").asInt() == OrderWorkers.COUNT);
		Process process = this.processes.get(0);
		process.destroy();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
	}

	private Server start(String... options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-jar", System.getProperty("sample.jar"), "--server.port=0",
				"--server.address=127.0.0.1", "--sample.order-interval=20ms", "--sample.order-work=1ms"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.processes.add(process);
		return new Server(port(process));
	}

	private static int port(Process process) throws IOException {
		BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
		StringBuilder seen = new StringBuilder();
		for (String line = log.readLine(); line != null; line = log.readLine()) {
			seen.append(line).append('\n');
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				drain(log);
				return Integer.parseInt(started.group(1));
			}
		}
		throw new AssertionError("The sample did not start:\n" + seen);
	}

	/** Or the process would block once nobody reads what it logs. */
	private static void drain(BufferedReader log) {
		Thread reader = new Thread(() -> log.lines().forEach((line) -> {
		}));
		reader.setDaemon(true);
		reader.start();
	}

}
