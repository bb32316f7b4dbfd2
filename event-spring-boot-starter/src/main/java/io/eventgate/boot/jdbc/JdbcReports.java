/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.eventgate.cluster.StateStore;
import io.eventgate.cluster.StateStore.Report;
import io.eventgate.cluster.StateStore.Reports;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table of reports.
 */
final class JdbcReports {

	private final JdbcNamespace namespace;

	private final String key;

	private final String update;

	private final String insert;

	private final String count;

	private final String all;

	private final String delete;

	JdbcReports(JdbcTable table, JdbcDialect dialect, JdbcNamespace namespace) {
		this.namespace = namespace;
		this.key = table.namespace();
		this.update = table.sql("update {reports} set report = ?, written = ? where namespace = ? and instance = ?");
		this.insert = table.sql("insert into {reports} (report, written, namespace, instance) values (?, ?, ?, ?)");
		this.count = table.sql("select count(*) from {reports} where namespace = ?");
		this.all = table.sql("select instance, written, " + dialect.bounded("report", StateStore.MAX_REPORT_LENGTH)
				+ " from {reports} where namespace = ?");
		this.delete = table.sql("delete from {reports} where namespace = ? and instance = ?");
	}

	/**
	 * Stores a report.
	 * @return the number of instances whose reports are kept
	 */
	int report(JdbcTemplate db, String instance, String report) {
		JdbcNamespace.Row here = this.namespace.read(db);
		Object[] row = { report, here.clockMicros(), this.key, instance };
		boolean known = db.update(this.update, row) == 1;
		Integer kept = db.queryForObject(this.count, Integer.class, this.key);
		int others = (kept != null) ? kept : 0;
		if (here.reportsSince() <= 0 || others == 0) {
			// Before the first report becomes visible.
			this.namespace.keepReportsSince(db, here.clockMicros());
		}
		if (known) {
			return others;
		}
		try {
			db.update(this.insert, row);
		}
		catch (DuplicateKeyException ex) {
			db.update(this.update, row);
		}
		return others + 1;
	}

	Reports all(JdbcTemplate db) {
		Map<String, Report> reports = new HashMap<>();
		db.query(this.all, (row) -> {
			String text = row.getString(3);
			reports.put(row.getString(1), new Report(row.getLong(2), (text != null) ? text : ""));
		}, this.key);
		// Afterwards, because earlier losses are known here.
		JdbcNamespace.Row here = this.namespace.read(db);
		long since = (here.reportsSince() > 0) ? here.reportsSince() : here.clockMicros();
		return new Reports(here.clockMicros(), since, reports);
	}

	void forget(JdbcTemplate db, Set<String> instances) {
		List<Object[]> keys = instances.stream().map((instance) -> new Object[] { this.key, instance }).toList();
		db.batchUpdate(this.delete, keys);
	}

}
