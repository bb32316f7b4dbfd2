/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;

import redis.embedded.RedisServer;

/**
 * A Redis server for a test, on the loopback address and a free port. It keeps no data
 * over a restart.
 */
final class SampleRedis {

	private final int port;

	private RedisServer server;

	private SampleRedis(int port) throws IOException {
		this.port = port;
		this.server = launch(port);
	}

	static SampleRedis start() throws IOException {
		return new SampleRedis(FreePort.find());
	}

	int port() {
		return this.port;
	}

	/** Kills the server with SIGKILL. */
	void kill() {
		ProcessHandle.current()
			.children()
			.filter((process) -> process.info().command().orElse("").contains("redis-server"))
			.forEach((process) -> {
				process.destroyForcibly();
				process.onExit().join();
			});
	}

	void restart() throws IOException {
		this.server = launch(this.port);
	}

	void stop() throws IOException {
		this.server.stop();
	}

	private static RedisServer launch(int port) throws IOException {
		RedisServer server = RedisServer.newRedisServer()
			.port(port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		server.start();
		return server;
	}

}
