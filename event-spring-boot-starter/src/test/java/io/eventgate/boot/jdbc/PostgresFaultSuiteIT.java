/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.eventgate.boot.testing.AbstractFaultSuiteIT;
import io.eventgate.boot.testing.FaultyStore;
import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.cluster.StateStore;

/**
 * Runs the suite of faults on PostgreSQL.
 */
class PostgresFaultSuiteIT extends AbstractFaultSuiteIT {

	PostgresFaultSuiteIT() {
		super("PostgreSQL", Path.of("target", "faults-postgresql.md"));
	}

	@Override
	protected FaultyStore start() throws IOException {
		PostgresFixture postgres = new PostgresFixture(PostgresServerProcess.start());
		postgres.createTable();
		return new FaultyPostgres(postgres);
	}

	private record FaultyPostgres(PostgresFixture postgres) implements FaultyStore {

		@Override
		public StateStore connect(int port, Duration timeout) {
			return this.postgres.store(this.postgres.pool((config) -> {
				config.setJdbcUrl(PostgresServerProcess.url(port));
				config.setMaximumPoolSize(mostConnections());
				config.setConnectionTimeout(500);
				config.setValidationTimeout(250);
				config.setInitializationFailTimeout(-1);
				// Otherwise the driver would first wait 5 s for encryption.
				config.addDataSourceProperty("sslmode", "disable");
				// Recommended by docs/cluster.md, because a pool can hang without it.
				config.addDataSourceProperty("loginTimeout", "1");
			}), "faults", timeout);
		}

		@Override
		public int port() {
			return this.postgres.server.port();
		}

		@Override
		public void pause() {
			this.postgres.server.pause();
		}

		@Override
		public void resume() {
			this.postgres.server.resume();
		}

		@Override
		public void kill() {
			this.postgres.server.kill();
		}

		@Override
		public void restart() throws IOException {
			this.postgres.server.restart();
		}

		@Override
		public void loseData() {
			this.postgres.server
				.run("truncate eventgate_events, eventgate_events_namespaces, eventgate_events_reports");
		}

		@Override
		public int killSubscriptions() {
			return Integer.parseInt(this.postgres.server
				.run("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()"
						+ " and (query like 'listen%' or query = 'select 1')"));
		}

		@Override
		public long version(String event) {
			return Long.parseLong(this.postgres.server
				.run("select coalesce(max(version), 0) from eventgate_events where name = '" + event + "'"));
		}

		@Override
		public long connections() {
			return this.postgres.connections();
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
		public String type() {
			return "postgresql";
		}

		@Override
		public void close() {
			this.postgres.close();
		}

	}

}
