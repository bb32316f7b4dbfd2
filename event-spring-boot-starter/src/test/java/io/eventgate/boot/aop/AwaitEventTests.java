/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.ForwardingEvent;
import io.eventgate.EventShutdownException;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.EventInterruptedException;
import io.eventgate.boot.EventTimeoutException;
import io.eventgate.boot.UndefinedEventException;
import org.aopalliance.intercept.MethodInterceptor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.MapPropertySource;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AwaitEvent @AwaitEvent}.
 */
class AwaitEventTests {

	private final EventRegistry registry = new EventRegistry();

	private final Event event = this.registry.create("warm", false);

	private AnnotationConfigApplicationContext context;

	private Service service;

	@BeforeEach
	void start() {
		this.context = context(Service.class);
		this.service = this.context.getBean(Service.class);
	}

	private AnnotationConfigApplicationContext context(Class<?> component) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(
					new MapPropertySource("test", Map.of("my.event", "warm", "my.timeout", "0s", "my.policy", "skip")));
		context.registerBean(AwaitEventBeanPostProcessor.class,
				() -> new AwaitEventBeanPostProcessor(() -> this.registry, ForkJoinPool::commonPool));
		context.register(component);
		context.refresh();
		return context;
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.registry.shutdown();
	}

	@Test
	void callOnSetEventProceeds() throws Exception {
		this.event.set();
		assertThat(this.service.declared()).isEqualTo("done");
	}

	@Test
	void callOnClearEventProceedsWhenItIsSet() throws Exception {
		FutureTask<String> call = start(this.service::declared);
		untilWaiting(1);
		assertThat(this.service.calls()).hasValue(0);
		this.event.set();
		assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void callIsReleasedByPulse() throws Exception {
		FutureTask<String> call = start(this.service::declared);
		untilWaiting(1);
		this.event.pulse();
		assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void throwPolicyNamesEventAndTimeout() {
		assertThatExceptionOfType(EventTimeoutException.class).isThrownBy(this.service::throwing)
			.withMessage("Event 'warm' was not set within PT0.001S")
			.satisfies((ex) -> assertThat(ex.getEventName()).isEqualTo("warm"))
			.satisfies((ex) -> assertThat(ex.getTimeout()).isEqualTo(Duration.ofMillis(1)));
		assertThat(this.service.calls()).hasValue(0);
	}

	@Test
	void skipPolicyReturnsNothing() {
		this.service.skippingVoid();
		assertThat(this.service.skippingOptional()).isEmpty();
		assertThat(this.service.skippingObject()).isNull();
		assertThat(this.service.calls()).hasValue(0);
	}

	@Test
	void placeholdersAreResolved() {
		assertThat(this.service.placeholders()).isNull();
		this.event.set();
		assertThat(this.service.placeholders()).isEqualTo("done");
	}

	@Test
	void annotationOnClassAppliesToItsMethods() throws Exception {
		try (AnnotationConfigApplicationContext other = context(AnnotatedClass.class)) {
			assertThatItWaits(other.getBean(AnnotatedClass.class)::call);
		}
	}

	@Test
	void annotationOnClassDoesNotAffectToString() {
		try (AnnotationConfigApplicationContext other = context(ImpatientClass.class)) {
			ImpatientClass bean = other.getBean(ImpatientClass.class);
			assertThatExceptionOfType(EventTimeoutException.class).isThrownBy(bean::call);
			assertThat(bean).hasToString("impatient").isEqualTo(bean);
		}
	}

	@Test
	void interfaceWithoutClassWaits() throws Exception {
		try (AnnotationConfigApplicationContext other = context(ClientConfiguration.class)) {
			assertThatItWaits(other.getBean(Client.class)::call);
		}
	}

	@Test
	void interruptedCallThrowsDeclaredInterruptedException() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.service::declared);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void interruptedCallKeepsStatusIfNotDeclared() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(EventInterruptedException.class).isThrownBy(this.service::throwing)
			.withMessageContaining("'warm'");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void callOnNonBlockingThreadThrows() {
		Mono<String> call = Mono.fromCallable(this.service::declared).subscribeOn(Schedulers.parallel());
		assertThatIllegalStateException().isThrownBy(() -> call.block(Duration.ofSeconds(30)))
			.withMessageContaining("whenSet()");
		assertThat(this.service.calls()).hasValue(0);
		this.event.set();
		assertThat(call.block(Duration.ofSeconds(30))).isEqualTo("done");
	}

	@Test
	void shutdownEndsTheCall() throws Exception {
		FutureTask<String> call = start(this.service::declared);
		untilWaiting(1);
		this.event.shutdown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(EventShutdownException.class);
	}

	@Test
	void stageCompletesWhenTheEventIsSet() throws Exception {
		CompletionStage<String> stage = this.service.stage();
		assertThat(this.service.calls()).hasValue(0);
		this.event.set();
		assertThat(stage.toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void timedOutStageFails() {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.service.timedStage().toCompletableFuture().join())
			.withCauseInstanceOf(EventTimeoutException.class);
		assertThat(this.service.skippedStage().join()).isNull();
		assertThat(this.event.getQueueLength()).isZero();
		assertThat(this.service.calls()).hasValue(0);
	}

	@Test
	void failureOfTheMethodFailsTheStage() {
		CompletableFuture<String> stage = this.service.failingStage();
		this.event.set();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(stage::join)
			.withCauseInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void cancelledStageLeavesNoWaiter() {
		CompletableFuture<String> stage = this.service.skippedAfterLongTime();
		assertThat(this.event.getQueueLength()).isOne();
		stage.cancel(true);
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void monoWaitsForEachSubscription() {
		Mono<String> mono = this.service.mono();
		CompletableFuture<String> one = mono.toFuture();
		CompletableFuture<String> other = mono.toFuture();
		assertThat(this.event.getQueueLength()).isEqualTo(2);
		assertThat(this.service.calls()).hasValue(0);
		this.event.set();
		assertThat(one.join()).isEqualTo("done");
		assertThat(other.join()).isEqualTo("done");
		assertThat(this.service.calls()).hasValue(2);
	}

	@Test
	void fluxWaits() {
		CompletableFuture<Long> count = this.service.flux().count().toFuture();
		assertThat(this.event.getQueueLength()).isOne();
		this.event.pulse();
		assertThat(count.join()).isEqualTo(2);
	}

	@Test
	void timedOutMonoFailsOrIsEmpty() {
		assertThatExceptionOfType(EventTimeoutException.class).isThrownBy(() -> this.service.timedMono().block());
		assertThat(this.service.skippedMono().blockOptional()).isEmpty();
		Awaitility.await().until(() -> this.event.getQueueLength() == 0);
		assertThat(this.service.calls()).hasValue(0);
	}

	@Test
	void setEventIsNeverTimedOut() {
		this.registry.register(EventDefinition.of("slow"), new ForwardingEvent() {

			@Override
			protected Event delegate() {
				return AwaitEventTests.this.event;
			}

			@Override
			public CompletableFuture<Void> whenSet() {
				Mono.delay(Duration.ofMillis(50)).block(); // as a thread that is held up
				return super.whenSet();
			}

		});
		this.event.set();
		try (AnnotationConfigApplicationContext slow = context(SlowMono.class)) {
			assertThat(slow.getBean(SlowMono.class).timed().block()).isEqualTo("done");
		}
	}

	@Test
	void cancelledSubscriptionLeavesNoWaiter() {
		Disposable subscription = this.service.mono().subscribe();
		assertThat(this.event.getQueueLength()).isOne();
		subscription.dispose();
		assertThat(this.event.getQueueLength()).isZero();
	}

	@Test
	void unknownNameFailsAtStart() {
		assertThatExceptionOfType(UndefinedEventException.class).isThrownBy(() -> context(UnknownName.class))
			.withMessageContaining("'nowhere'")
			.withMessageContaining("UnknownName.call()")
			.withMessageContaining("Add eventgate.events.nowhere");
	}

	@Test
	void skipOfPrimitiveFailsAtStart() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(SkippedPrimitive.class))
			.havingRootCause()
			.withMessageContaining("SKIP has no value to return for int");
	}

	@Test
	void skipOfNonNullTypeFailsAtStart() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(SkippedNonNull.class))
			.withStackTraceContaining("SkippedNonNull.call()")
			.withStackTraceContaining("SKIP has no value to return for java.lang.String");
	}

	@ParameterizedTest
	@ValueSource(classes = { PromiseMethod.class, PromiseInterfaceMethod.class, ConnectableMethod.class })
	void unsupportedReturnTypeFailsAtStart(Class<?> component) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(component).close())
			.withStackTraceContaining(component.getSimpleName() + ".call()")
			.withStackTraceContaining("but the return type is ");
	}

	@Test
	@Timeout(60)
	void stageBehindAGenericInterfaceBlocksNoThread() {
		try (AnnotationConfigApplicationContext other = context(StageSource.class)) {
			Object stage = other.getBean(Source.class).next();
			assertThat(stage).isInstanceOf(CompletableFuture.class);
			this.event.set();
			assertThat(((CompletableFuture<?>) stage).join()).isEqualTo("done");
		}
	}

	@Test
	void noClassIsRetainedAfterTheStart() {
		Object processor = this.context.getBean(AwaitEventBeanPostProcessor.class);
		assertThat(processor).extracting("gated", as(InstanceOfAssertFactories.MAP)).isEmpty();
	}

	@Test
	void beanThatIsCreatedAfterTheStartWaits() throws Exception {
		try (AnnotationConfigApplicationContext other = context(LazyClass.class)) {
			assertThatItWaits(other.getBean(LazyClass.class)::call);
		}
	}

	@Test
	void badTimeoutFailsAtStart() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(BadTimeout.class))
			.withStackTraceContaining("BadTimeout.call()")
			.withStackTraceContaining(
					"timeout must be a duration with a unit, for example 500ms, 2s or 1m, but was 'soon'");
	}

	@Test
	void timeoutWithoutAUnitFailsAtStart() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(TimeoutWithoutUnit.class))
			.withStackTraceContaining("timeout must be a duration with a unit")
			.withStackTraceContaining("but was '5'");
	}

	@Test
	void skipWithoutATimeoutFailsAtStart() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(SkippedWithoutTimeout.class))
			.withStackTraceContaining("SkippedWithoutTimeout.call()")
			.withStackTraceContaining("SKIP requires a timeout");
	}

	@Test
	void badPolicyFailsAtStart() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> context(BadPolicy.class))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("must be THROW or SKIP but was 'maybe'"));
	}

	private void assertThatItWaits(Callable<String> waiting) throws Exception {
		FutureTask<String> call = start(waiting);
		untilWaiting(1);
		this.event.set();
		assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("done");
	}

	private FutureTask<String> start(Callable<String> call) {
		FutureTask<String> task = new FutureTask<>(call);
		new Thread(task).start();
		return task;
	}

	private void untilWaiting(int waiters) {
		Awaitility.await().until(() -> this.event.getQueueLength() == waiters);
	}

	static class Service {

		private final AtomicInteger calls = new AtomicInteger();

		public AtomicInteger calls() {
			return this.calls;
		}

		private String done() {
			this.calls.incrementAndGet();
			return "done";
		}

		@AwaitEvent("warm")
		String declared() throws InterruptedException {
			return done();
		}

		@AwaitEvent(name = "warm", timeout = "1ms")
		public String throwing() {
			return done();
		}

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public void skippingVoid() {
			done();
		}

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public Optional<String> skippingOptional() {
			return Optional.of(done());
		}

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public @Nullable String skippingObject() {
			return done();
		}

		@AwaitEvent(name = "${my.event}", timeout = "${my.timeout}", onTimeoutString = "${my.policy}")
		public @Nullable String placeholders() {
			return done();
		}

		@AwaitEvent("warm")
		public CompletionStage<String> stage() {
			return CompletableFuture.completedFuture(done());
		}

		@AwaitEvent(name = "warm", timeout = "1ms")
		public CompletionStage<String> timedStage() {
			return CompletableFuture.completedFuture(done());
		}

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public CompletableFuture<String> skippedStage() {
			return CompletableFuture.completedFuture(done());
		}

		@AwaitEvent(name = "warm", timeout = "1h", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public CompletableFuture<String> skippedAfterLongTime() {
			return CompletableFuture.completedFuture(done());
		}

		@AwaitEvent("warm")
		public CompletableFuture<String> failingStage() {
			throw new IllegalArgumentException("broken");
		}

		@AwaitEvent("warm")
		public Mono<String> mono() {
			return Mono.just(done());
		}

		@AwaitEvent("warm")
		public Flux<String> flux() {
			return Flux.just(done(), "again");
		}

		@AwaitEvent(name = "warm", timeout = "1ms")
		public Mono<String> timedMono() {
			return Mono.just(done());
		}

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public Mono<String> skippedMono() {
			return Mono.just(done());
		}

	}

	static class SlowMono {

		@AwaitEvent(name = "slow", timeout = "1ms")
		public Mono<String> timed() {
			return Mono.just("done");
		}

	}

	@AwaitEvent("warm")
	static class AnnotatedClass {

		public String call() {
			return "done";
		}

	}

	static class UnknownName {

		@AwaitEvent("nowhere")
		public void call() {
		}

	}

	@AwaitEvent(name = "warm", timeout = "0s")
	static class ImpatientClass {

		public void call() {
		}

		@Override
		public String toString() {
			return "impatient";
		}

	}

	interface Client {

		@AwaitEvent("warm")
		String call();

	}

	static class ClientConfiguration {

		@Bean
		Client client() {
			MethodInterceptor remote = (invocation) -> "done";
			return ProxyFactory.getProxy(Client.class, remote);
		}

	}

	static class TimeoutWithoutUnit {

		@AwaitEvent(name = "warm", timeout = "5")
		public void call() {
		}

	}

	static class SkippedWithoutTimeout {

		@AwaitEvent(name = "warm", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public void call() {
		}

	}

	static class SkippedPrimitive {

		@AwaitEvent(name = "warm", timeout = "1s", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public int call() {
			return 1;
		}

	}

	static class SkippedNonNull {

		@AwaitEvent(name = "warm", timeout = "1s", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public String call() {
			return "done";
		}

	}

	static class Promise extends CompletableFuture<String> {

	}

	static class PromiseMethod {

		@AwaitEvent("warm")
		public Promise call() {
			return new Promise();
		}

	}

	interface PromiseInterface extends CompletionStage<String> {

	}

	static class PromiseInterfaceMethod {

		@AwaitEvent("warm")
		public @Nullable PromiseInterface call() {
			return null;
		}

	}

	static class ConnectableMethod {

		@AwaitEvent("warm")
		public ConnectableFlux<String> call() {
			return Flux.just("done").publish();
		}

	}

	interface Source<T> {

		T next();

	}

	static class StageSource implements Source<CompletableFuture<String>> {

		@Override
		@AwaitEvent("warm")
		public CompletableFuture<String> next() {
			return CompletableFuture.completedFuture("done");
		}

	}

	@Lazy
	static class LazyClass {

		@AwaitEvent("warm")
		public String call() {
			return "done";
		}

	}

	static class BadTimeout {

		@AwaitEvent(name = "warm", timeout = "soon")
		public void call() {
		}

	}

	static class BadPolicy {

		@AwaitEvent(name = "warm", timeout = "1s", onTimeoutString = "maybe")
		public void call() {
		}

	}

}
