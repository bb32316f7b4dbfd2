package io.eventgate.boot.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.boot.redis.RedisStateStore;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.ClusterSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Many events in many instances, on one Redis: how long it takes until all follow when
 * one switches everything, and what they ask of the server when nothing happens.
 */
final class Burst {

	private static final int CLIENTS = 50;

	private static final int EVENTS = 1_000;

	private static final int IDLE_SECONDS = 10;

	private final RedisCommands<String, String> redis;

	private final List<ClusterEvents> clusters = new ArrayList<>();

	private final List<List<Event>> copies = new ArrayList<>();

	private final StringBuilder table = new StringBuilder("| | |\n|---|---:|\n");

	Burst(int port) {
		this.redis = RedisClient.create(RedisURI.create("127.0.0.1", port)).connect().sync();
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.clientResources(ClientResources.create())
			.build();
		for (int i = 0; i < CLIENTS; i++) {
			Duration timeout = Duration.ofSeconds(5);
			ClusterEvents cluster = new ClusterEvents(
					new RedisStateStore(
							new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port), client),
							"burst", timeout),
					ClusterSettings.builder("client-" + i)
						.commandTimeout(timeout)
						.syncInterval(Duration.ofSeconds(1))
						.build());
			this.clusters.add(cluster);
			this.copies.add(IntStream.range(0, EVENTS)
				.mapToObj((event) -> cluster.create(EventDefinition.of("event-" + event)))
				.toList());
			cluster.start();
		}
	}

	void measure() {
		burst();
		idle();
		this.clusters.forEach(ClusterEvents::close);
	}

	private void burst() {
		long reads = reads();
		long start = System.nanoTime();
		this.copies.get(0).forEach(Event::set);
		long set = System.nanoTime();
		while (!this.copies.stream().allMatch((copy) -> copy.stream().allMatch(Event::isSet))) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		long end = System.nanoTime();
		row("%,d events set in one of %d instances, one after the other", "%,d ms", EVENTS, CLIENTS,
				millis(set - start));
		row("from the first of them until all %d follow (≤ 5 s)", "%,d ms", CLIENTS, millis(end - start));
		row("from the last of them until all %d follow", "%,d ms", CLIENTS, millis(end - set));
		row("reads of all %d meanwhile, instead of %,d", "%,d", CLIENTS, EVENTS * CLIENTS, reads() - reads);
	}

	private void idle() {
		// What the burst has left to do is not part of it.
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
		double[] before = { info("total_net_input_bytes"), info("total_net_output_bytes"), cpu(), reads() };
		long start = System.nanoTime();
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
		double seconds = (System.nanoTime() - start) / 1e9;
		double[] after = { info("total_net_input_bytes"), info("total_net_output_bytes"), cpu(), reads() };
		double count = after[3] - before[3];
		row("%d instances that do nothing: reads", "%.1f/s", CLIENTS, count / seconds);
		row("a read of %,d events: bytes to Redis", "%,.0f", EVENTS, (after[0] - before[0]) / count);
		row("and back", "%,.0f", (after[1] - before[1]) / count);
		row("and time of Redis's processor", "%,.0f µs", (after[2] - before[2]) / count * 1e6);
	}

	private long reads() {
		return this.clusters.stream().mapToLong((cluster) -> cluster.status().reads()).sum();
	}

	private double cpu() {
		return info("used_cpu_user") + info("used_cpu_sys");
	}

	private double info(String field) {
		return this.redis.info()
			.lines()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToDouble((line) -> Double.parseDouble(line.substring(field.length() + 1).trim()))
			.findFirst()
			.orElseThrow();
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	private void row(String what, String value, Object... arguments) {
		int last = arguments.length - 1;
		this.table.append("| ")
			.append(String.format(Locale.ROOT, what, Arrays.copyOf(arguments, last)))
			.append(" | ")
			.append(String.format(Locale.ROOT, value, arguments[last]))
			.append(" |\n");
	}

	String table() {
		return this.table.toString();
	}

}
