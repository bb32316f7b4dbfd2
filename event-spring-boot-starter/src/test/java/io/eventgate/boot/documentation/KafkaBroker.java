/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.eventgate.boot.testing.FreePort;
import org.apache.kafka.common.Uuid;

import org.springframework.util.FileSystemUtils;

/**
 * A Kafka broker in a process of its own.
 */
final class KafkaBroker implements AutoCloseable {

	private final Path directory;

	private final String address;

	private final Process process;

	private KafkaBroker(Path directory, String address, Process process) {
		this.directory = directory;
		this.address = address;
		this.process = process;
	}

	/** Starts the broker. Clients connect as soon as it is ready. */
	static KafkaBroker start() throws Exception {
		Path directory = Files.createTempDirectory("kafka");
		int port = FreePort.find();
		Path settings = Files.writeString(directory.resolve("server.properties"), """
				process.roles=broker,controller
				node.id=1
				controller.quorum.bootstrap.servers=127.0.0.1:%1$d
				listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d
				controller.listener.names=CONTROLLER
				log.dirs=%3$s
				offsets.topic.replication.factor=1
				offsets.topic.num.partitions=1
				group.initial.rebalance.delay.ms=0
				""".formatted(FreePort.find(), port, directory.resolve("log")));
		Files.writeString(directory.resolve("logback.xml"), "<configuration><root level='warn'/></configuration>");
		Process format = run(directory, "kafka.tools.StorageTool", "format", "--standalone", "--cluster-id",
				Uuid.randomUuid().toString(), "--config", settings.toString());
		if (!format.waitFor(1, TimeUnit.MINUTES) || format.exitValue() != 0) {
			throw new IllegalStateException(Files.readString(directory.resolve("output")));
		}
		return new KafkaBroker(directory, "127.0.0.1:" + port, run(directory, "kafka.Kafka", settings.toString()));
	}

	private static Process run(Path directory, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
						"-Dlogback.configurationFile=" + directory.resolve("logback.xml"), "-cp",
						System.getProperty("java.class.path")));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve("output").toFile())
			.start();
	}

	String address() {
		return this.address;
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
