/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.Transition;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.EventTimeoutException;
import io.eventgate.boot.history.EventHistory;
import org.awaitility.Awaitility;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A program under BlockHound with its default rules. It runs each {@link Operation} on
 * threads of {@link Schedulers#parallel()}, and prints a line for each. It needs a JVM of
 * its own, because BlockHound rewrites classes of the JDK.
 */
final class BlockHoundProgram {

	/** The end of the line of an operation that completes and never blocks. */
	static final String DONE = "done, blocking calls: []";

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final int ROUNDS = 10_000;

	/** All blocking calls, even those whose error was caught. */
	private static final Queue<String> blockingCalls = new ConcurrentLinkedQueue<>();

	private final Event event;

	private final EventRegistry registry;

	private final EventHistory history;

	private final Orders orders;

	private BlockHoundProgram(ConfigurableApplicationContext context) {
		this.event = context.getBean("ordersOpen", Event.class);
		this.registry = context.getBean(EventRegistry.class);
		this.history = context.getBean(EventHistory.class);
		this.orders = context.getBean(Orders.class);
	}

	public static void main(String[] arguments) {
		BlockHound.install((builder) -> builder.blockingMethodCallback((method) -> {
			blockingCalls.add(method.toString());
			throw new BlockingOperationError(method);
		}));
		print(Operation.CREATE_THE_FIRST_EVENT, () -> onParallel(() -> Event.create("first", false)));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "eventgate.events.orders-open.initially-set=false")
			.run()) {
			BlockHoundProgram program = new BlockHoundProgram(context);
			for (Operation operation : Operation.values()) {
				if (operation != Operation.CREATE_THE_FIRST_EVENT) {
					program.event.clear();
					print(operation, () -> program.run(operation));
				}
			}
		}
		System.exit(0);
	}

	private static void print(Operation operation, Action action) {
		blockingCalls.clear();
		String result = "done";
		try {
			action.run();
		}
		catch (Throwable ex) {
			result = ex.toString();
		}
		System.out.println(operation + ": " + result + ", blocking calls: " + blockingCalls);
	}

	private void run(Operation operation) throws Exception {
		switch (operation) {
			case CREATE_THE_FIRST_EVENT -> throw new IllegalArgumentException("The first event exists");
			case SET_CLEAR_AND_PULSE -> onParallel(this::change);
			case WAIT_FOR_A_SET_EVENT -> onParallel(this::waitForSetEvent);
			case RELEASE_A_THREAD -> releaseThread();
			case COMPLETE_FUTURES -> onParallel(this::completeFutures);
			case CALL_OBSERVERS -> onParallel(this::callObservers);
			case LOOK_UP_AN_EVENT -> onParallel(this::lookUp);
			case SUBSCRIBE_TO_THE_FUTURE -> release(Mono.defer(() -> Mono.fromFuture(this.event.whenSet())));
			case CALL_AN_ANNOTATED_MONO -> release(Mono.defer(this.orders::mono));
			case CALL_AN_ANNOTATED_FLUX -> release(Flux.defer(this.orders::flux).then());
			case TIME_OUT_AN_ANNOTATED_MONO -> timeOut();
			case CANCEL_AN_ANNOTATED_MONO -> cancel();
			case SWITCH_IN_MANY_THREADS -> switchInManyThreads();
			case AWAIT -> onParallel(this.event::await);
			case AWAIT_WITH_A_TIMEOUT -> onParallel(() -> this.event.await(LONG));
			case AWAIT_ANY -> onParallel(() -> Event.awaitAny(this.event, Event.create("other", false)));
			case CALL_AN_ANNOTATED_METHOD -> onParallel(this.orders::blocking);
			case SLEEP -> onParallel(() -> Thread.sleep(1));
		}
	}

	private void change() {
		check(this.event.set() && this.event.isSet());
		check(!this.event.set());
		check(this.event.clear() && !this.event.isSet());
		this.event.pulse();
		check(!this.event.change(Transition.Kind.PULSE).wasSet());
		check(this.event.getQueueLength() == 0);
	}

	private void waitForSetEvent() throws InterruptedException {
		check(!this.event.await(Duration.ZERO));
		this.event.set();
		this.event.await();
		check(this.event.await(LONG));
		check(Event.awaitAny(this.event).equals(this.event));
	}

	private void releaseThread() {
		CompletableFuture<Boolean> wait = Mono.fromCallable(() -> this.event.await(LONG))
			.subscribeOn(Schedulers.boundedElastic())
			.toFuture();
		untilWaiting(1);
		onParallel(this.event::set);
		check(wait.join());
	}

	private void completeFutures() {
		CompletableFuture<Void> set = this.event.whenSet();
		CompletableFuture<Void> cancelled = this.event.whenSet();
		check(cancelled.cancel(false));
		CompletableFuture<Boolean> dependent = set.thenApply((nothing) -> this.event.isSet());
		this.event.set();
		check(dependent.getNow(false));
		CompletableFuture<Void> clear = this.event.whenClear();
		this.event.clear();
		check(clear.isDone());
	}

	private void callObservers() {
		Queue<Transition> transitions = new ConcurrentLinkedQueue<>();
		EventObserver observer = new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				transitions.add(transition);
			}

		};
		this.event.addObserver(observer);
		this.event.set();
		this.event.removeObserver(observer);
		this.event.clear();
		check(transitions.size() == 1);
	}

	private void lookUp() {
		check(this.registry.find("orders-open").isPresent());
		check(this.registry.find("unknown").isEmpty());
		check("orders-open".equals(this.registry.get("orders-open").getName().orElseThrow()));
		check(!this.registry.getRegistrations().isEmpty());
	}

	/** Subscribes on one parallel thread and sets the event on another. */
	private void release(Mono<?> wait) {
		CompletableFuture<?> result = wait.subscribeOn(Schedulers.parallel()).toFuture();
		untilWaiting(1);
		onParallel(this.event::set);
		result.join();
		check(wait.subscribeOn(Schedulers.parallel()).toFuture().thenApply((value) -> true).join());
	}

	private void timeOut() {
		String result = Mono.defer(this.orders::timedMono)
			.subscribeOn(Schedulers.parallel())
			.onErrorReturn(EventTimeoutException.class, "timed out")
			.block(LONG);
		check("timed out".equals(result));
		untilWaiting(0);
	}

	private void cancel() {
		CompletableFuture<String> result = Mono.defer(this.orders::mono)
			.subscribeOn(Schedulers.parallel())
			.cancelOn(Schedulers.parallel())
			.toFuture();
		untilWaiting(1);
		check(result.cancel(false));
		untilWaiting(0);
	}

	/**
	 * Switches the event on all parallel threads, while another thread reads what the
	 * observers recorded.
	 */
	private void switchInManyThreads() {
		CompletableFuture<Void> end = Flux.range(0, Schedulers.DEFAULT_POOL_SIZE)
			.flatMap((task) -> Mono.fromRunnable(this::switchOften).subscribeOn(Schedulers.parallel()))
			.then()
			.toFuture();
		while (!end.isDone()) {
			List<?> unused = this.history.getTransitions("orders-open");
		}
		end.join();
	}

	private void switchOften() {
		for (int round = 0; round < ROUNDS; round++) {
			for (Transition.Kind kind : Transition.Kind.values()) {
				Transition unused = this.event.change(kind);
			}
		}
	}

	private static void onParallel(Action action) {
		Mono.fromCallable(() -> {
			action.run();
			return true;
		}).subscribeOn(Schedulers.parallel()).block(LONG);
	}

	private void untilWaiting(int waiters) {
		Awaitility.await().atMost(LONG).until(() -> this.event.getQueueLength() == waiters);
	}

	private static void check(boolean condition) {
		if (!condition) {
			throw new AssertionError("The operation has another result than expected");
		}
	}

	/** The operations of the program, in this order. */
	enum Operation {

		CREATE_THE_FIRST_EVENT, SET_CLEAR_AND_PULSE, WAIT_FOR_A_SET_EVENT, RELEASE_A_THREAD, COMPLETE_FUTURES,
		CALL_OBSERVERS, LOOK_UP_AN_EVENT, SUBSCRIBE_TO_THE_FUTURE, CALL_AN_ANNOTATED_MONO, CALL_AN_ANNOTATED_FLUX,
		TIME_OUT_AN_ANNOTATED_MONO, CANCEL_AN_ANNOTATED_MONO, SWITCH_IN_MANY_THREADS, AWAIT, AWAIT_WITH_A_TIMEOUT,
		AWAIT_ANY, CALL_AN_ANNOTATED_METHOD, SLEEP

	}

	private interface Action {

		void run() throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Orders orders() {
			return new Orders();
		}

	}

	static class Orders {

		@AwaitEvent("orders-open")
		public Mono<String> mono() {
			return Mono.just("ordered");
		}

		@AwaitEvent("orders-open")
		public Flux<String> flux() {
			return Flux.just("ordered", "again");
		}

		@AwaitEvent(name = "orders-open", timeout = "1ms")
		public Mono<String> timedMono() {
			return Mono.just("ordered");
		}

		@AwaitEvent("orders-open")
		public String blocking() {
			return "ordered";
		}

	}

}
