/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for two instances of the packaged sample that share an event through a database.
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
			.json(one.post("/actuator/events/orders-open", "{\"state\": \"clear\", \"acks\": \"25s\"}"));
		assertThat(cleared.path("applied").valueStream().map(JsonNode::asString)).containsExactly("one", "two");
		await().until(() -> two.json("/actuator/events/orders-open").path("waiters").asInt() == OrderWorkers.COUNT);
		two.switchTo("orders-open", "set");
		await().until(() -> one.json("/actuator/events/orders-open").path("state").asString().equals("set"));
		assertThat(two.json("/actuator/events/cache-warm").path("scope").asString()).isEqualTo("local");
		assertThatNoOtherUserCanLogIn(this.directory.resolve(".order-desk"));
	}

	/** The user must not be able to run Java code, which H2 supports. */
	private static void assertThatNoOtherUserCanLogIn(Path folder) throws Exception {
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
		Properties lock = new Properties();
		try (InputStream file = Files.newInputStream(folder.resolve("desk.lock.db"))) {
			lock.load(file);
		}
		String[] server = lock.getProperty("server").split(":", 2);
		assertThat(InetAddress.getByName(server[0]).isLoopbackAddress()).as(server[0]).isTrue();
		int port = Integer.parseInt(server[1]);
		for (InetAddress address : otherAddresses()) {
			assertThatIOException().as(address.toString()).isThrownBy(() -> new Socket(address, port).close());
		}
		String url = "jdbc:h2:tcp://127.0.0.1:" + port + "/" + lock.getProperty("id");
		for (String user : List.of("sa", "desk")) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> DriverManager.getConnection(url, user, "").close())
				.withMessageContaining("Wrong user name or password");
		}
		String password = Files.readString(folder.resolve("password"));
		assertThatNoException().isThrownBy(() -> DriverManager.getConnection(url, "desk", password).close());
	}

	private static List<InetAddress> otherAddresses() throws SocketException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.toList();
	}

	private Server start(String instance) throws IOException {
		return this.jar.start(List.of("-Duser.home=" + this.directory), "--spring.profiles.active=jdbc",
				"--eventgate.store.instance=" + instance);
	}

}
