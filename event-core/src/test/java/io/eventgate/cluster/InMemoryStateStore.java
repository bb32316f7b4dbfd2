package io.eventgate.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A store in this JVM with real threads: each client answers and hints in one of its own,
 * as clients of real stores do.
 */
class InMemoryStateStore implements StateStore {

	private final Server server;

	private final ExecutorService network = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "in-memory-store");
		thread.setDaemon(true);
		return thread;
	});

	private volatile @Nullable Listener listener;

	InMemoryStateStore(Server server) {
		this.server = server;
		server.clients.add(this);
	}

	@Override
	public CompletionStage<Void> subscribe(Listener listener) {
		return answer(() -> {
			this.listener = listener;
			return null;
		});
	}

	@Override
	public CompletionStage<Snapshot> read(Set<String> events) {
		return answer(() -> new Snapshot(nowMicros(), this.server.memory.read(events)));
	}

	@Override
	public CompletionStage<Result> transition(Command command) {
		return answer(() -> this.server.memory.transition(command, nowMicros()));
	}

	@Override
	public CompletionStage<Set<String>> heal(Map<String, State> states) {
		return answer(() -> this.server.memory.heal(states));
	}

	@Override
	public CompletionStage<Void> report(String instance, String report, Duration timeToLive) {
		return answer(() -> {
			this.server.memory.report(instance, report, nowMicros() + timeToLive.toNanos() / 1000);
			return null;
		});
	}

	@Override
	public CompletionStage<Map<String, String>> reports() {
		return answer(() -> this.server.memory.reports(nowMicros()));
	}

	@Override
	public void close() {
		this.server.clients.remove(this);
		this.network.shutdown();
	}

	@Override
	public String toString() {
		return "in memory";
	}

	private <T> CompletionStage<T> answer(Supplier<@Nullable T> action) {
		CompletableFuture<T> answer = new CompletableFuture<>();
		try {
			this.network.execute(() -> {
				Mode mode = this.server.mode;
				if (mode == Mode.REFUSING) {
					answer.completeExceptionally(new RefusedException("of the test", null));
				}
				else if (mode == Mode.FAILING) {
					answer.completeExceptionally(new IllegalStateException("connection reset"));
				}
				else if (mode != Mode.SILENT) {
					T result = action.get();
					if (mode == Mode.UP) {
						answer.complete(result);
					}
				}
			});
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(new RefusedException("closed", ex));
		}
		return answer;
	}

	private void hint(String event) {
		Listener present = this.listener;
		if (present != null) {
			try {
				this.network.execute(() -> present.onHint(event));
			}
			catch (RejectedExecutionException ex) {
				// Closed meanwhile: whoever changed the event must not notice.
			}
		}
	}

	/** Tells the client that its connection is gone. */
	void lose() {
		Listener present = this.listener;
		if (present != null) {
			present.onLost(new IllegalStateException("connection reset"));
		}
	}

	private static long nowMicros() {
		return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
	}

	/** What the clients share. */
	static final class Server {

		final CopyOnWriteArrayList<InMemoryStateStore> clients = new CopyOnWriteArrayList<>();

		final StoreMemory memory = new StoreMemory((event) -> this.clients.forEach((client) -> client.hint(event)));

		volatile Mode mode = Mode.UP;

	}

	/** How the server behaves. */
	enum Mode {

		UP, REFUSING, FAILING, SILENT, FORGETTING_ANSWERS

	}

}
