/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import javax.sql.DataSource;

import io.eventgate.Transition.Kind;
import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Change;
import io.eventgate.cluster.StateStore.Changes;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.eventgate.cluster.StoreCalls.command;
import static io.eventgate.cluster.StoreCalls.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Common methods of the tests for {@link JdbcStateStore}.
 */
final class JdbcTests {

	/** A time-out that is never reached. */
	static final Duration TIMEOUT = Duration.ofSeconds(20);

	static {
		System.setProperty("derby.stream.error.file", "target/derby.log");
	}

	private JdbcTests() {
	}

	/** Checks that a change ends the wait of a reader, as an announcement does. */
	static void assertThatChangesAreAnnounced(StateStore store) {
		CompletionStage<Changes> pending = store.changes(get(store.snapshot()).position(), Duration.ofMinutes(2));
		get(store.transition(command("announced", Kind.PULSE, 0)));
		assertThat(get(pending).changes()).extracting(Change::event).contains("announced");
	}

	/** Checks that clocks and times of reports are the same for all of these stores. */
	static void assertThatClocksAgree(List<StateStore> stores) {
		List<Long> clocks = new ArrayList<>();
		for (StateStore store : stores) {
			get(store.report("instance " + clocks.size(), "text"));
			clocks.add(get(store.read("a")).clockMicros());
			long now = get(store.read("a")).clockMicros();
			assertThat(get(store.reports()).byInstance().values())
				.allSatisfy((report) -> assertThat(report.writtenMicros()).isBetween(clocks.get(0) - 1_000_000, now));
		}
		assertThat(clocks).isSorted();
		assertThat(clocks.get(clocks.size() - 1) - clocks.get(0)).isLessThan(60_000_000);
	}

	/** Deletes all rows, as a restored empty database has none. */
	static void deleteAll(DataSource dataSource, String table) {
		for (String each : new String[] { table + "_namespaces", table, table + "_reports" }) {
			new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(
					(transaction) -> JdbcClient.create(dataSource).sql("delete from " + each).update());
		}
	}

}
