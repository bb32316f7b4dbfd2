/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.eventgate.boot.testing.MariaDbServerProcess;
import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.boot.testing.RedisServerProcess;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.apache.curator.test.TestingServer;

/**
 * A program that compares shared events with other libraries and writes a report.
 */
final class SpeedReport {

	private SpeedReport() {
	}

	/**
	 * Measures.
	 * @param arguments the file of the report; the number of rounds, of switches of each
	 * gate in a round, of EventGate's pulses and of pulses of others
	 * @throws Exception if anything fails
	 */
	public static void main(String[] arguments) throws Exception {
		Quiet.begin();
		long start = System.nanoTime();
		int rounds = Integer.parseInt(arguments[1]);
		int switches = Integer.parseInt(arguments[2]);
		String report;
		String[] settings;
		try (RedisServerProcess redis = RedisServerProcess.start();
				PostgresServerProcess postgres = PostgresServerProcess.start();
				TestingServer zookeeper = new TestingServer()) {
			MariaDbServerProcess mariaDb = MariaDbServerProcess.SHARED.get();
			settings = new String[] { postgres.run("show fsync"), postgres.run("show synchronous_commit") };
			Map<Gates.Server, Integer> ports = new EnumMap<>(Gates.Server.class);
			ports.put(Gates.Server.REDIS, redis.port());
			ports.put(Gates.Server.POSTGRESQL, postgres.port());
			ports.put(Gates.Server.MARIADB, mariaDb.port());
			ports.put(Gates.Server.ZOOKEEPER, zookeeper.getPort());
			// First, as the gates stay open.
			String databases = databases(postgres, mariaDb);
			Latencies latencies = new Latencies(ports,
					Map.of(Gates.Server.REDIS, () -> killConnections(redis), Gates.Server.POSTGRESQL,
							() -> killConnections(postgres), Gates.Server.MARIADB, mariaDb::killConnections));
			latencies.measure(rounds, switches, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
			report = latencies.table();
			System.out.println(report);
			report += "\n" + crowds() + "\n" + databases;
		}
		report += String.format(Locale.ROOT,
				"%nPostgreSQL: fsync %s, synchronous_commit %s. Java %s, %d processors; %d rounds of %d switches each; the run took %d s.%n",
				settings[0], settings[1], Runtime.version().feature(), Runtime.getRuntime().availableProcessors(),
				rounds, switches, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
		System.out.println(report);
		Files.writeString(Path.of(arguments[0]), report);
		System.exit(0); // Some clients leave threads behind.
	}

	private static String crowds() throws Exception {
		Table table = new Table();
		try (RedisServerProcess redis = RedisServerProcess.start(); Crowd crowd = new Crowd(redis.port(), 200)) {
			crowd.burst(table);
		}
		try (RedisServerProcess redis = RedisServerProcess.start(); Crowd crowd = new Crowd(redis.port(), 1_000)) {
			crowd.idle(table);
		}
		System.out.println(table);
		return table.toString();
	}

	private static String databases(PostgresServerProcess postgres, MariaDbServerProcess mariaDb) {
		Table table = new Table();
		IdleDatabase.measure("PostgreSQL",
				Databases.store(PostgresServerProcess.url(postgres.port()), PostgresServerProcess.USER, "idle"), () -> {
					postgres.run("select pg_stat_clear_snapshot()");
					return Long.parseLong(postgres.run(
							"select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables"));
				}, table);
		mariaDb.run("set global userstat = 1");
		IdleDatabase.measure("MariaDB",
				Databases.store(MariaDbServerProcess.url("mariadb", mariaDb.port()), MariaDbServerProcess.USER, "idle"),
				() -> Long.parseLong(mariaDb.run("select sum(rows_read) from information_schema.table_statistics"
						+ " where table_name like 'eventgate%'")),
				table);
		System.out.println(table);
		return table.toString();
	}

	private static void killConnections(RedisServerProcess redis) {
		RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", redis.port()));
		try (client) {
			client.connect().sync().clientKill(KillArgs.Builder.typeNormal().skipme());
		}
	}

	private static void killConnections(PostgresServerProcess postgres) {
		postgres.run("select count(pg_terminate_backend(pid)) from pg_stat_activity"
				+ " where pid <> pg_backend_pid() and backend_type = 'client backend'");
	}

}
