package io.eventgate;

import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalEventTests extends AbstractEventContractTests {

	@Override
	protected Event createEvent(boolean initiallySet) {
		return Event.create(initiallySet);
	}

	@Test
	void createWithoutArgumentIsClear() {
		assertThat(Event.create().isSet()).isFalse();
	}

	@Test
	void toStringTellsNameStateAndWaiters() {
		LocalEvent event = new LocalEvent("orders", false);
		assertThat(event).hasToString("Event[orders, clear, 0 waiting]");
		assertThat(event.whenSet()).isNotDone();
		assertThat(event).hasToString("Event[orders, clear, 1 waiting]");
		event.set();
		assertThat(event).hasToString("Event[orders, set, 0 waiting]");
		event.close();
		assertThat(event).hasToString("Event[orders, set, closed, 0 waiting]");
		assertThat(Event.create()).hasToString("Event[clear, 0 waiting]");
	}

	@Test
	void blockerOfAWaitingThreadIsTheEvent() {
		LocalEvent event = new LocalEvent("orders", false);
		Started<Boolean> waiter = Started.run(event::await);
		Started.until("the thread has parked", () -> LockSupport.getBlocker(waiter.thread()) != null);
		assertThat(LockSupport.getBlocker(waiter.thread())).isSameAs(event).asString().contains("orders");
		event.set();
		assertThat(waiter.result()).isTrue();
	}

}
