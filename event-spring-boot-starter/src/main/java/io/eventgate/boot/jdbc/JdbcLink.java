package io.eventgate.boot.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.eventgate.InertText;
import io.eventgate.cluster.StateStore.Listener;
import io.eventgate.cluster.StateStore.RefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * One life of the link to the database: threads that ask it, and on PostgreSQL one that
 * listens. It opens once and ends once, for whatever reason comes first, and then all of
 * it is over: connections, pending calls, threads, listener.
 */
@SuppressWarnings("FutureReturnValueIgnored") // all ends are in end()
final class JdbcLink {

	/*
	 * Reads have a thread, and so a connection, that nothing but reads can keep busy:
	 * they are the watchdog of the engine, and a transition may wait for a lock.
	 */

	private static final Logger LOGGER = System.getLogger(JdbcStateStore.class.getName());

	private static final int WRITERS = 3;

	private static final int MAX_PRODUCT_LENGTH = 100;

	/** How many time-outs long a listener may be deaf before nobody believes in it. */
	private static final int DEAF = 3;

	private static final String NOT_HEARD = "its notifications do not arrive, as with a pooler in transaction mode"
			+ " between; let the DataSource lead around it, or let it pool sessions";

	private static final boolean POSTGRES_DRIVER = ClassUtils.isPresent("org.postgresql.PGConnection",
			JdbcLink.class.getClassLoader());

	private final JdbcConnections connections;

	private final JdbcTable table;

	private final JdbcThreads threads;

	private final Listener listener;

	private final @Nullable EventSchemaInitializer initializer;

	private final ThreadPoolExecutor reader;

	private final ThreadPoolExecutor writers;

	private final Set<JdbcTask<?>> tasks = ConcurrentHashMap.newKeySet();

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

	private volatile @Nullable JdbcDialect dialect;

	private volatile String database = "";

	JdbcLink(JdbcConnections connections, JdbcTable table, JdbcThreads threads, Listener listener,
			@Nullable EventSchemaInitializer initializer) {
		this.initializer = initializer;
		this.connections = connections;
		this.table = table;
		this.threads = threads;
		this.listener = listener;
		this.reader = threads.executor(1);
		this.writers = threads.executor(WRITERS);
	}

	/** Completes when hints are heard, or when it is known that there are none. */
	CompletableFuture<Void> opened() {
		return this.opened;
	}

	/** What is at the other end, once that is known. */
	String database() {
		return this.database;
	}

	/** Connects, and subscribes if that is possible. */
	void open() {
		try {
			this.reader.execute(() -> {
				try {
					connect();
					this.opened.complete(null);
				}
				catch (InterruptedException ex) {
					end(ex);
				}
				catch (ExecutionException ex) {
					end((ex.getCause() != null) ? ex.getCause() : ex);
				}
				catch (RuntimeException | LinkageError ex) {
					end(JdbcErrors.withoutAddress(ex));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			end(ex);
		}
	}

	private void connect() throws ExecutionException, InterruptedException {
		if (this.initializer != null) {
			this.initializer.initializeIfPending();
		}
		JdbcDialect found = start(Runnable::run, this::recognize).get();
		if (found instanceof PostgresDialect) {
			if (POSTGRES_DRIVER) {
				listen();
			}
			else {
				warn("its driver is not PostgreSQL's own");
			}
		}
		this.dialect = found;
	}

	private void warn(String problem) {
		LOGGER.log(Level.WARNING, "PostgreSQL does not say when an event of " + this.table
				+ " was switched by another instance, so it is only seen at each sync interval: " + problem);
	}

	private JdbcDialect recognize(Connection connection) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		String url = connection.getMetaData().getURL();
		String address = JdbcAddress.of((url != null) ? url : "");
		this.database = InertText.of(product, MAX_PRODUCT_LENGTH) + (address.isEmpty() ? "" : " at " + address);
		JdbcDialect found = product.equals("PostgreSQL") ? new PostgresDialect(this.table)
				: new AnsiDialect(this.table);
		found.read(connection, Set.of("x")); // Is the table there, and the right one?
		return found;
	}

	/**
	 * Begins to listen. If that is of no use, nobody does, and the log says why.
	 */
	private void listen() throws InterruptedException {
		PostgresListener ears = new PostgresListener(this.table, this.connections.timeout(), (event) -> {
			if (!hasEnded()) {
				this.listener.onHint(event);
			}
		});
		long deadline = System.nanoTime() + this.connections.timeout().toNanos() / 2;
		Executor thread = (task) -> this.threads.newThread(task).start();
		JdbcTask<?> listening = task(ears);
		JdbcTask<?> call = task(ears::call);
		String problem = "there is no second connection in time to listen on; let the DataSource have more";
		try {
			thread.execute(listening);
			await(CompletableFuture.anyOf(ears.listening(), listening.result()), deadline);
			problem = "there is no third connection in time; let the DataSource have more";
			thread.execute(call);
			await(call.result(), deadline);
			awaitCall(ears, listening, deadline);
		}
		catch (TimeoutException ex) {
			giveUp(ears, listening, problem);
			call.cancel("Not needed any more");
		}
		catch (ExecutionException ex) {
			giveUp(ears, listening, describe(ex));
		}
	}

	/**
	 * Waits until the listener hears the call. If that takes long, as where a server
	 * stands still for a moment, the link does not wait for it: without hints it is slow,
	 * and nothing else.
	 */
	private void awaitCall(PostgresListener ears, JdbcTask<?> listening, long deadline) throws InterruptedException {
		// Once it hears, its end is that of the link.
		ears.heard().thenRun(() -> listening.result().whenComplete((nothing, failure) -> {
			if (failure != null) {
				end(failure);
			}
		}));
		CompletableFuture<?> outcome = CompletableFuture.anyOf(ears.heard(), listening.result())
			.orTimeout(DEAF * this.connections.timeout().toNanos(), TimeUnit.NANOSECONDS);
		outcome.whenComplete((nothing, failure) -> {
			if (!ears.heard().isDone()) {
				giveUp(ears, listening, (failure instanceof TimeoutException) ? NOT_HEARD : describe(failure));
			}
		});
		try {
			await(outcome, deadline);
		}
		catch (TimeoutException | ExecutionException ex) {
			// Who gives up says so.
		}
	}

	private void giveUp(PostgresListener ears, JdbcTask<?> listening, String problem) {
		if (!hasEnded()) {
			warn(problem);
		}
		if (ears.listening().isDone()) {
			ears.dismiss();
		}
		else {
			listening.cancel("Not needed any more");
		}
	}

	private static String describe(Throwable failure) {
		return String.valueOf((failure.getCause() != null) ? failure.getCause().getMessage() : failure.getMessage());
	}

	private static void await(CompletableFuture<?> future, long deadline)
			throws ExecutionException, InterruptedException, TimeoutException {
		future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	/** Asks the database, in the thread that is for reads alone. */
	<T> CompletableFuture<T> read(Question<T> question) {
		return ask(this.reader, question);
	}

	/** Asks the database, where it may take longer. */
	<T> CompletableFuture<T> write(Question<T> question) {
		return ask(this.writers, question);
	}

	private <T> CompletableFuture<T> ask(Executor lane, Question<T> question) {
		JdbcDialect spoken = this.dialect;
		if (spoken == null || !this.opened.isDone()) {
			return CompletableFuture
				.failedFuture(new RefusedException("There is no connection to the database", this.end.get()));
		}
		return start(lane, (connection) -> question.ask(spoken, connection));
	}

	private <T> CompletableFuture<T> start(Executor lane, JdbcWork<T> work) {
		JdbcTask<T> task = task(work);
		try {
			lane.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.cancel("The link has ended");
		}
		return task.result();
	}

	private <T> JdbcTask<T> task(JdbcWork<T> work) {
		JdbcTask<T> task = new JdbcTask<>(this.connections, this.table, work);
		this.tasks.add(task);
		task.result().whenComplete((value, failure) -> this.tasks.remove(task));
		if (hasEnded()) {
			task.cancel("The link has ended");
		}
		return task;
	}

	/** Ends the link because its owner wants it, which is no loss. */
	void close(String why) {
		end(new RefusedException(why, null), false);
	}

	/** Ends the link because it is lost, or could not be opened. */
	void end(Throwable why) {
		end(why, true);
	}

	private void end(Throwable why, boolean loss) {
		if (this.end.compareAndSet(null, why)) {
			this.reader.shutdown();
			this.writers.shutdown();
			this.tasks.forEach((task) -> task.cancel("The link has ended: " + why.getMessage()));
			if (!this.opened.completeExceptionally(why) && loss) {
				this.listener.onLost(why);
			}
		}
	}

	private boolean hasEnded() {
		return this.end.get() != null;
	}

	/**
	 * Something to ask the database in its own words.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Question<T> {

		T ask(JdbcDialect dialect, Connection connection) throws SQLException;

	}

}
