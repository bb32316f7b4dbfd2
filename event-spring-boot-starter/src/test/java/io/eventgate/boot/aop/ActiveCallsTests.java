/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.eventgate.Event;
import io.eventgate.EventRegistry;
import io.eventgate.GuardedCall;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.EventTimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The calls that {@link AwaitEvent @AwaitEvent} counts as active.
 */
@Timeout(60)
class ActiveCallsTests {

	private final EventRegistry registry = new EventRegistry();

	private final Event event = this.registry.create("gate", false);

	private Executor executor = ForkJoinPool.commonPool();

	private AnnotationConfigApplicationContext context;

	private Service service;

	@BeforeEach
	void start() {
		this.context = new AnnotationConfigApplicationContext();
		this.context.registerBean(AwaitEventBeanPostProcessor.class,
				() -> new AwaitEventBeanPostProcessor(() -> this.registry,
						() -> (task) -> this.executor.execute(task)));
		this.context.register(Service.class);
		this.context.refresh();
		this.service = this.context.getBean(Service.class);
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void callThatBlocksIsActiveFromItsReleaseUntilItReturns() throws Exception {
		FutureTask<String> call = new FutureTask<>(this.service::blocking);
		new Thread(call).start();
		Awaitility.await().until(() -> this.event.getQueueLength() == 1);
		assertThat(active()).isZero();
		this.event.pulse();
		this.service.begun().await();
		assertThat(active()).isOne();
		this.service.end().countDown();
		assertThat(call.get()).isEqualTo("done");
		assertThat(active()).isZero();
	}

	@Test
	void callThatThrowsOrTimesOutEnds() {
		assertThatExceptionOfType(EventTimeoutException.class).isThrownBy(this.service::timed);
		this.service.skipped();
		assertThat(active()).isZero();
		this.event.set();
		assertThatIllegalStateException().isThrownBy(this.service::timed).withMessage("broken");
		assertThat(active()).isZero();
	}

	@Test
	void stageIsActiveUntilItCompletes() {
		CompletableFuture<String> waiting = this.service.stage();
		assertThat(active()).isZero();
		this.event.pulse();
		Awaitility.await().until(() -> this.service.begun().getCount() == 0);
		assertThat(active()).isOne();
		this.service.stages().complete("done");
		assertThat(waiting.join()).isEqualTo("done");
		assertThat(active()).isZero();
	}

	@Test
	void stageOfAnEventThatIsSetIsActiveUntilItCompletes() {
		this.event.set();
		CompletableFuture<String> running = this.service.stage();
		assertThat(running).isSameAs(this.service.stages());
		assertThat(active()).isOne();
		running.completeExceptionally(new IllegalStateException("broken"));
		assertThat(active()).isZero();
	}

	@Test
	void stageThatIsCancelledWhileItWaitsEnds() {
		this.service.stage().cancel(false);
		Awaitility.await().until(() -> active() == 0);
		assertThat(this.service.begun().getCount()).isOne();
	}

	@Test
	void workOfACancelledStageIsActiveUntilItEnds() {
		CompletableFuture<String> stage = this.service.stage();
		this.event.pulse();
		Awaitility.await().until(() -> this.service.begun().getCount() == 0);
		stage.cancel(false);
		assertThat(active()).isOne();
		this.service.stages().complete("done");
		// The thread that has called the method may not have got its stage yet.
		Awaitility.await().until(() -> active() == 0);
	}

	@Test
	void stageThatFailsTimesOutOrIsRefusedEnds() {
		CompletableFuture<String> failing = this.service.failingStage();
		assertThat(failing).isNotDone();
		assertThat(this.service.timedStage()).failsWithin(30, TimeUnit.SECONDS);
		this.event.set();
		assertThat(failing).failsWithin(30, TimeUnit.SECONDS);
		assertThat(this.service.nullStage()).isNull();
		assertThatIllegalStateException().isThrownBy(this.service::failingStage);
		assertThat(active()).isZero();
	}

	@Test
	void stageThatTheExecutorRefusesEnds() {
		this.executor = (task) -> {
			throw new RejectedExecutionException("full");
		};
		CompletableFuture<String> refused = this.service.stage();
		this.event.set();
		assertThat(refused).isCompletedExceptionally();
		assertThat(active()).isZero();
	}

	@Test
	void eachSubscriptionIsActiveFromItsReleaseUntilItEnds() {
		Mono<String> mono = this.service.mono();
		CompletableFuture<String> first = mono.toFuture();
		CompletableFuture<String> second = mono.toFuture();
		assertThat(active()).isZero();
		this.event.pulse();
		assertThat(active()).isEqualTo(2);
		Awaitility.await().until(() -> this.service.sinks().currentSubscriberCount() == 2);
		this.service.sinks().tryEmitNext("done");
		assertThat(first.join() + second.join()).isEqualTo("donedone");
		Awaitility.await().until(() -> active() == 0);
	}

	@Test
	void subscriptionThatIsCancelledOrFailsEnds() {
		Disposable waiting = this.service.flux().subscribe();
		waiting.dispose();
		assertThat(active()).isZero();
		this.event.set();
		Disposable running = this.service.flux().subscribe();
		assertThat(active()).isOne();
		running.dispose();
		assertThat(active()).isZero();
		CompletableFuture<String> failing = this.service.mono().toFuture();
		assertThat(active()).isOne();
		this.service.sinks().tryEmitError(new IllegalStateException("broken"));
		assertThat(failing).isCompletedExceptionally();
		assertThat(active()).isZero();
	}

	@Test
	void fluxIsActiveUntilItsLastElement() {
		this.event.set();
		CompletableFuture<Long> count = this.service.flux().count().toFuture();
		this.service.sinks().tryEmitNext("one");
		assertThat(active()).isOne();
		this.service.sinks().tryEmitComplete();
		assertThat(count.join()).isOne();
		assertThat(active()).isZero();
	}

	private int active() {
		return GuardedCall.countActive(this.event).orElseThrow();
	}

	static class Service {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		private final CompletableFuture<String> stages = new CompletableFuture<>();

		private final Sinks.Many<String> sinks = Sinks.many().multicast().directBestEffort();

		public CountDownLatch begun() {
			return this.begun;
		}

		public CountDownLatch end() {
			return this.end;
		}

		public CompletableFuture<String> stages() {
			return this.stages;
		}

		public Sinks.Many<String> sinks() {
			return this.sinks;
		}

		@AwaitEvent("gate")
		public String blocking() throws InterruptedException {
			this.begun.countDown();
			this.end.await();
			return "done";
		}

		@AwaitEvent(name = "gate", timeout = "1ms")
		public void timed() {
			throw new IllegalStateException("broken");
		}

		@AwaitEvent(name = "gate", timeout = "1ms", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public void skipped() {
		}

		@AwaitEvent("gate")
		public CompletableFuture<String> stage() {
			this.begun.countDown();
			return this.stages;
		}

		@AwaitEvent("gate")
		public CompletableFuture<String> failingStage() {
			throw new IllegalStateException("broken");
		}

		@AwaitEvent(name = "gate", timeout = "1ms")
		public CompletableFuture<String> timedStage() {
			return this.stages;
		}

		@AwaitEvent("gate")
		@SuppressWarnings("NullAway")
		public CompletableFuture<String> nullStage() {
			return null;
		}

		@AwaitEvent("gate")
		public Mono<String> mono() {
			return this.sinks.asFlux().next();
		}

		@AwaitEvent("gate")
		public Flux<String> flux() {
			return this.sinks.asFlux();
		}

	}

}
