package io.eventgate.boot.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a suite of faults has measured, as a table. With the system property
 * {@code faults=all} the suite is to take its time, and each limit counts as it is;
 * otherwise it is to be short, and as the machine may be busy with other things or stand
 * still for a moment, limits of time are five times as long, and five seconds more.
 */
public final class FaultReport {

	private static final boolean ALL = "all".equals(System.getProperty("faults"));

	private final List<String> rows = new ArrayList<>();

	private final String title;

	/**
	 * Creates an empty report.
	 * @param title what was tested
	 */
	public FaultReport(String title) {
		this.title = title;
	}

	/**
	 * Chooses by how much time the suite may take.
	 * @param brief what a short suite does
	 * @param all what the whole suite does
	 * @return one of the two
	 * @param <T> the type
	 */
	public static <T> T choose(T brief, T all) {
		return ALL ? all : brief;
	}

	/**
	 * Adds a measured time, and checks it.
	 * @param fault what was done
	 * @param limit how long it may take
	 * @param nanos how long it has taken, in nanoseconds
	 */
	public void time(String fault, Duration limit, long nanos) {
		this.rows.add(String.format(Locale.ROOT, "| %s | %d ms | %d ms |", fault, limit.toMillis(), nanos / 1_000_000));
		assertThat(Duration.ofNanos(nanos)).as(fault)
			.isLessThanOrEqualTo(choose(limit.multipliedBy(5).plusSeconds(5), limit));
	}

	/**
	 * Adds a number, and checks it.
	 * @param fault what was done and counted
	 * @param limit how much it may be
	 * @param count how much it was
	 */
	public void count(String fault, long limit, long count) {
		this.rows.add("| " + fault + " | " + limit + " | " + count + " |");
		assertThat(count).as(fault).isLessThanOrEqualTo(limit);
	}

	/**
	 * Writes the table.
	 * @param file where to
	 * @throws IOException if that is not possible
	 */
	public void write(Path file) throws IOException {
		List<String> lines = new ArrayList<>(
				List.of("### " + this.title, "", "| fault | limit | measured |", "|---|---|---|"));
		lines.addAll(this.rows);
		Files.write(file, lines);
	}

}
