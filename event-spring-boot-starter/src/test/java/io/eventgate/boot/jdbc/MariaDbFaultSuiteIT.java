/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.eventgate.boot.testing.AbstractFaultSuiteIT;
import io.eventgate.boot.testing.FaultyStore;
import io.eventgate.boot.testing.MariaDbServerProcess;
import io.eventgate.cluster.StateStore;
import org.junit.jupiter.api.AfterAll;

/**
 * Runs the suite of faults on MariaDB.
 */
class MariaDbFaultSuiteIT extends AbstractFaultSuiteIT {

	/** Servers that no test uses: each start takes a second of processor time. */
	private final Queue<MariaDbFixture> idle = new ConcurrentLinkedQueue<>();

	MariaDbFaultSuiteIT() {
		super("MariaDB", Path.of("target", "faults-mariadb.md"));
	}

	@Override
	protected FaultyStore start() {
		MariaDbFixture mariaDb = this.idle.poll();
		if (mariaDb == null) {
			mariaDb = new MariaDbFixture(MariaDbServerProcess.start());
		}
		mariaDb.beforeEach(null);
		mariaDb.pool("mariadb");
		return new FaultyMariaDb(mariaDb, this.idle);
	}

	@AfterAll
	void stop() {
		this.idle.forEach((mariaDb) -> mariaDb.server.close());
	}

	private record FaultyMariaDb(MariaDbFixture mariaDb, Queue<MariaDbFixture> idle) implements FaultyStore {

		@Override
		public StateStore connect(int port, Duration timeout) {
			return new JdbcStateStore(this.mariaDb.poolWithoutTables("mariadb", (config) -> {
				config.setJdbcUrl(MariaDbServerProcess.url("mariadb", port));
				config.setMaximumPoolSize(mostConnections());
				config.setConnectionTimeout(500);
				config.setValidationTimeout(250);
				config.setInitializationFailTimeout(-1);
				// Recommended by docs/cluster.md, because a pool can hang without it.
				config.addDataSourceProperty("connectTimeout", "1000");
			}), JdbcTable.DEFAULT_NAME, "faults", timeout);
		}

		@Override
		public int port() {
			return this.mariaDb.server.port();
		}

		@Override
		public void pause() {
			this.mariaDb.server.pause();
		}

		@Override
		public void resume() {
			this.mariaDb.server.resume();
		}

		@Override
		public void kill() {
			this.mariaDb.server.kill();
		}

		@Override
		public void restart() {
			this.mariaDb.server.restart();
		}

		@Override
		public void loseData() {
			for (String table : MariaDbFixture.TABLES) {
				this.mariaDb.server.run("delete from " + table);
			}
		}

		@Override
		public int killSubscriptions() {
			return this.mariaDb.server.killConnections();
		}

		@Override
		public long version(String event) {
			return Long.parseLong(this.mariaDb.server
				.run("select coalesce(max(version), 0) from eventgate_events where name = '" + event + "'"));
		}

		@Override
		public long connections() {
			return Long.parseLong(this.mariaDb.server.run("select count(*) from information_schema.processlist"
					+ " where db = 'test' and id <> connection_id()"));
		}

		@Override
		public int mostConnections() {
			return 5;
		}

		@Override
		public int mostInstances() {
			return 15;
		}

		@Override
		public boolean announces() {
			return false;
		}

		@Override
		public String type() {
			return "mariadb";
		}

		@Override
		public void close() {
			this.mariaDb.afterEach(null);
			this.idle.add(this.mariaDb);
		}

	}

}
