package io.eventgate.boot.waits;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.eventgate.EventRegistry;

/**
 * How long the latest waits at each event took, and how many have waited lately, in
 * memory, so that they can be told without a meter registry. Follows an
 * {@link EventRegistry}: what is known of an event goes with the event. Waits that do not
 * block are not seen, and cost nothing. Safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class EventWaits implements EventRegistry.Listener {

	private final Map<String, RecentWaits> waits = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	/**
	 * Creates an object that knows no event. It has to be added to a registry.
	 */
	public EventWaits() {
		this(System::nanoTime);
	}

	EventWaits(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public void onAdded(EventRegistry.Registration registration) {
		RecentWaits recent = new RecentWaits(this.nanoTime);
		this.waits.put(registration.definition().name(), recent);
		registration.event().addObserver(recent);
	}

	@Override
	public void onRemoved(EventRegistry.Registration registration) {
		this.waits.remove(registration.definition().name());
	}

	/**
	 * Tells how long the latest waits took.
	 * @param event the name of the event
	 * @return a summary, or empty if no wait at it has blocked and ended yet
	 */
	public Optional<WaitSummary> getSummary(String event) {
		return Optional.ofNullable(this.waits.get(event)).flatMap(RecentWaits::summarize);
	}

	/**
	 * Tells how many have waited lately.
	 * @param event the name of the event
	 * @return the peaks, or empty if no wait at it has blocked yet
	 */
	public Optional<WaiterPeaks> getPeaks(String event) {
		return Optional.ofNullable(this.waits.get(event)).flatMap(RecentWaits::peaks);
	}

}
