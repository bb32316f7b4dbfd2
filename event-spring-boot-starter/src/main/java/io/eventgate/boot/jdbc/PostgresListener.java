package io.eventgate.boot.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears the hints of PostgreSQL, on a connection that it keeps. Whether it hears any is
 * tried at the start, by a notification to itself over another connection: a pooler that
 * gives each statement to whatever connection is free accepts a {@code LISTEN}, and
 * nothing ever comes.
 */
final class PostgresListener implements JdbcWork<Boolean> {

	/** No name of an event begins with a control character. */
	private static final char CALL = '\u0001';

	private final String channel;

	private final String call = CALL + UUID.randomUUID().toString();

	private final Duration probeInterval;

	private final Consumer<String> hints;

	private final CompletableFuture<Void> listening = new CompletableFuture<>();

	private final CompletableFuture<Void> heard = new CompletableFuture<>();

	private volatile boolean dismissed;

	/**
	 * Creates a listener, which listens as long as it runs.
	 * @param table tells the channel
	 * @param probeInterval after which silence to ask for a sign of life
	 * @param hints is told the names
	 */
	PostgresListener(JdbcTable table, Duration probeInterval, Consumer<String> hints) {
		this.channel = table.channel();
		this.probeInterval = probeInterval;
		this.hints = hints;
	}

	/** Completes when the database has accepted the subscription. */
	CompletableFuture<Void> listening() {
		return this.listening;
	}

	/** Completes when its own call was heard. */
	CompletableFuture<Void> heard() {
		return this.heard;
	}

	/** Calls it, over another connection. */
	boolean call(Connection connection) throws SQLException {
		try (var statement = connection.prepareStatement("select pg_notify(?, ?)")) {
			statement.setString(1, this.channel);
			statement.setString(2, this.call);
			statement.executeQuery().close();
		}
		return true;
	}

	/** Makes it give its connection back soon. */
	void dismiss() {
		this.dismissed = true;
	}

	@Override
	public Boolean run(Connection connection) throws SQLException {
		PGConnection postgres = connection.unwrap(PGConnection.class);
		try (Statement statement = connection.createStatement()) {
			statement.execute("listen " + this.channel);
			this.listening.complete(null);
			int patience = (int) Math.max(1, this.probeInterval.toMillis());
			while (!this.dismissed) {
				// Until it is known to hear, it must be able to end soon.
				PGNotification[] notifications = postgres
					.getNotifications(this.heard.isDone() ? patience : Math.min(20, patience));
				if (notifications != null && notifications.length > 0) {
					hear(notifications);
				}
				else if (this.heard.isDone()) {
					// Who only listens does not notice that the other side is gone.
					statement.execute("select 1");
				}
			}
			statement.execute("unlisten " + this.channel);
		}
		return true;
	}

	private void hear(PGNotification[] notifications) {
		for (PGNotification notification : notifications) {
			String payload = notification.getParameter();
			if (payload.equals(this.call)) {
				this.heard.complete(null);
			}
			else if (!payload.isEmpty() && payload.charAt(0) != CALL) {
				this.hints.accept(payload);
			}
		}
	}

}
