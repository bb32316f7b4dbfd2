package io.eventgate.boot.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.boot.testing.RedisServerProcess;
import org.apache.curator.test.TestingServer;

/**
 * Measures shared events beside others and writes a report.
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
			settings = new String[] { postgres.run("show fsync"), postgres.run("show synchronous_commit") };
			Map<Gates.Server, Integer> ports = new EnumMap<>(Gates.Server.class);
			ports.put(Gates.Server.REDIS, redis.port());
			ports.put(Gates.Server.POSTGRESQL, postgres.port());
			ports.put(Gates.Server.ZOOKEEPER, zookeeper.getPort());
			Latencies latencies = new Latencies(ports);
			latencies.measure(rounds, switches, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
			report = latencies.table();
			System.out.println(report);
			try (RedisServerProcess another = RedisServerProcess.start()) {
				Burst burst = new Burst(another.port());
				burst.measure();
				report += "\n" + burst.table();
			}
		}
		report += String.format(Locale.ROOT,
				"%nPostgreSQL: fsync %s, synchronous_commit %s. Java %s, %d processors; %d rounds of %d switches each; the run took %d s.%n",
				settings[0], settings[1], Runtime.version().feature(), Runtime.getRuntime().availableProcessors(),
				rounds, switches, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
		System.out.println(report);
		Files.writeString(Path.of(arguments[0]), report);
		System.exit(0); // Some of them leave threads behind.
	}

}
