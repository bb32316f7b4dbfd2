/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.threads;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.eventgate.Event;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Named.named;

/**
 * Tests for waits on threads of Reactor and Netty.
 */
class NonBlockingThreadDetectorTests {

	private static final Duration LONG = Duration.ofDays(1);

	private final Event event = Event.create("orders-open", false);

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	@AfterEach
	void shutDownLoops() {
		this.loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
	}

	static Stream<Object> reactorThreads() {
		return Stream.of(named("parallel", Schedulers.parallel()), named("single", Schedulers.single()));
	}

	@ParameterizedTest
	@MethodSource("reactorThreads")
	void waitOnThreadOfReactorThrows(Scheduler scheduler) {
		assertThatIllegalStateException().isThrownBy(() -> call(scheduler, () -> this.event.await(LONG)))
			.withMessageContaining("whenSet()");
		assertThat(this.event.getQueueLength()).isZero();
	}

	@ParameterizedTest
	@MethodSource("reactorThreads")
	void futureWorksOnThreadsOfReactor(Scheduler scheduler) {
		this.event.set();
		assertThat(call(scheduler, () -> this.event.await(LONG))).isTrue();
		this.event.clear();
		assertThat(call(scheduler, () -> this.event.await(Duration.ZERO))).isFalse();
		Mono<String> order = Mono.defer(() -> Mono.fromFuture(this.event.whenSet())).thenReturn("ordered");
		assertThat(order.subscribeOn(scheduler).doOnSubscribe((subscription) -> this.event.set()).block(LONG))
			.isEqualTo("ordered");
	}

	@Test
	void threadOfReactorForBlockingTasksWaits() {
		assertThat(call(Schedulers.boundedElastic(), () -> this.event.await(1, TimeUnit.MILLISECONDS))).isFalse();
	}

	@Test
	void waitOnEventLoopOfNettyThrows() throws Exception {
		assertThrows(this.loops);
		ThreadFactory plainThreads = Thread::new;
		assertThrows(new MultiThreadIoEventLoopGroup(1, plainThreads, NioIoHandler.newFactory()));
		assertThrows(new DefaultEventLoop());
		this.event.set();
		assertThat(this.loops.submit(() -> this.event.await(LONG)).get()).isTrue();
	}

	private void assertThrows(EventLoopGroup group) throws InterruptedException {
		try {
			Throwable failure = group.submit(() -> this.event.await(LONG)).await().cause();
			assertThat(failure).isExactlyInstanceOf(IllegalStateException.class).hasMessageContaining("whenSet()");
			assertThat(this.event.getQueueLength()).isZero();
		}
		finally {
			if (!group.equals(this.loops)) {
				group.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
			}
		}
	}

	@Test
	void executorOfNettyForBlockingTasksWaits() throws Exception {
		Callable<Boolean> wait = () -> this.event.await(1, TimeUnit.MILLISECONDS);
		DefaultEventExecutor executor = new DefaultEventExecutor();
		assertThat(executor.submit(wait).get()).isFalse();
		executor.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
		ExecutorService pool = Executors.newSingleThreadExecutor(new DefaultThreadFactory("pool"));
		assertThat(pool.submit(wait).get()).isFalse();
		pool.shutdown();
	}

	private static Boolean call(Scheduler scheduler, Callable<Boolean> body) {
		return Mono.fromCallable(body).subscribeOn(scheduler).blockOptional(LONG).orElseThrow();
	}

}
