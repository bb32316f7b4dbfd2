/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.EventRegistry;
import io.eventgate.WaitOutcome;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.EventTimeoutException;
import io.eventgate.boot.UndefinedEventException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AwaitEvent @AwaitEvent} together with other annotations.
 */
@Tag("smoke")
@ExtendWith(OutputCaptureExtension.class)
class AwaitEventAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, AwaitEventAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class))
		.withPropertyValues("eventgate.events.warm.initially-set=false");

	@Test
	void scheduledJobSkipsRoundsUntilTheEventIsSet() {
		this.runner.withUserConfiguration(Jobs.class).run((context) -> {
			Job job = context.getBean(Job.class);
			await().until(() -> context.getBean(Rounds.class).passed.get() >= 3);
			assertThat(job.runs()).isZero();
			context.getBean("warm", Event.class).set();
			await().until(() -> job.runs() >= 2);
		});
	}

	@Test
	void asyncMethodWaitsInItsExecutor() {
		this.runner.withUserConfiguration(Asynchronous.class).run((context) -> {
			Event warm = context.getBean("warm", Event.class);
			AsyncService service = context.getBean(AsyncService.class);
			service.run(); // would never return
			await().until(() -> warm.getQueueLength() == 1);
			assertThat(warm.getWaitingThreads()).singleElement()
				.satisfies((waiting) -> assertThat(waiting.thread()).isNotSameAs(Thread.currentThread()));
			CompletableFuture<String> answer = service.answer();
			assertThat(answer).isNotDone();
			warm.set();
			assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("done");
			await().until(() -> service.runs() == 1);
		});
	}

	@Test
	void waitingHoldsNoTransaction() {
		this.runner.withUserConfiguration(Transactions.class).run((context) -> {
			Event warm = context.getBean("warm", Event.class);
			CountingTransactionManager transactions = context.getBean(CountingTransactionManager.class);
			Desk desk = context.getBean(Desk.class);
			Thread waiter = new Thread(desk::transfer);
			waiter.start();
			await().until(() -> warm.getQueueLength() == 1);
			assertThat(transactions.begun).hasValue(0);
			warm.set();
			waiter.join();
			assertThat(desk.inTransaction()).isEqualTo(1);
			assertThat(transactions.begun).hasValue(1);
			assertThat(transactions.committed).hasValue(1);
		});
	}

	@Test
	void timedOutCallBeginsNoTransaction() {
		this.runner.withUserConfiguration(Transactions.class).run((context) -> {
			assertThatExceptionOfType(EventTimeoutException.class).isThrownBy(context.getBean(Desk.class)::impatient);
			assertThat(context.getBean(CountingTransactionManager.class).begun).hasValue(0);
		});
	}

	@Test
	void anUnknownNameStopsTheStartWithAnAnalysis(CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(UnknownApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "eventgate.events.warm.initially-set=false")
			.application();
		assertThatExceptionOfType(UndefinedEventException.class).isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START", "The event 'wram' that @AwaitEvent names on",
				"Misspelt.call() is not defined",
				"Define it, for example by eventgate.events.wram.initially-set=false");
	}

	@ParameterizedTest
	@ValueSource(
			classes = { PrivateMethod.class, StaticMethod.class, FinalMethod.class, FinalMethodOfAnnotatedClass.class })
	void methodWithoutAProxyStopsTheStart(Class<?> type) {
		this.runner.withBean(type)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("@AwaitEvent has no effect on the ")
				.hasMessageContaining(type.getSimpleName() + ".call()"));
	}

	@Test
	void otherMethodsOfAnAnnotatedClassNeedNoProxy() {
		this.runner.withBean(StaticMethodOfAnnotatedClass.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void unknownNameFailsTheCreationOfALazyBean() {
		this.runner.withUserConfiguration(Unknown.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(catchThrowable(() -> context.getBean(Misspelt.class)))
					.hasRootCauseInstanceOf(UndefinedEventException.class);
			});
	}

	@Test
	void aLazyBeanWaits() {
		this.runner.withUserConfiguration(Transactions.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThatExceptionOfType(EventTimeoutException.class)
				.isThrownBy(context.getBean(Desk.class)::impatient));
	}

	@Test
	void eachOfSeveralContextsWaitsForItsOwnEvent() {
		this.runner.withUserConfiguration(Transactions.class)
			.run((one) -> this.runner.withUserConfiguration(Transactions.class).run((other) -> {
				one.getBean("warm", Event.class).set();
				assertThat(one.getBean(Desk.class).impatient()).contains("done");
				assertThatExceptionOfType(EventTimeoutException.class).isThrownBy(other.getBean(Desk.class)::impatient);
			}));
	}

	@Test
	void removedEventFailsTheCall() {
		this.runner.withUserConfiguration(Transactions.class).run((context) -> {
			context.getBean(EventRegistry.class).remove("warm");
			assertThat(catchThrowable(context.getBean(Desk.class)::transfer)).hasMessageContaining("'warm'");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Jobs {

		@Bean
		Job job() {
			return new Job();
		}

		@Bean
		Rounds rounds(Event warm) {
			return new Rounds(warm);
		}

	}

	static class Job {

		private final AtomicInteger runs = new AtomicInteger();

		@Scheduled(fixedDelay = 1)
		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = AwaitEvent.OnTimeout.SKIP)
		public void run() {
			this.runs.incrementAndGet();
		}

		public int runs() {
			return this.runs.get();
		}

	}

	/** Counts the rounds of a job. */
	static final class Rounds implements EventObserver {

		private final AtomicInteger passed = new AtomicInteger();

		Rounds(Event event) {
			event.addObserver(this);
		}

		@Override
		public void onWait(Event event, WaitOutcome outcome, long nanos) {
			if (outcome == WaitOutcome.TIMEOUT) {
				this.passed.incrementAndGet();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		AsyncService service() {
			return new AsyncService();
		}

	}

	static class AsyncService {

		private final AtomicInteger runs = new AtomicInteger();

		@Async
		@AwaitEvent("warm")
		public void run() {
			this.runs.incrementAndGet();
		}

		public int runs() {
			return this.runs.get();
		}

		@Async
		@AwaitEvent("warm")
		public CompletableFuture<String> answer() {
			return CompletableFuture.completedFuture("done");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

		@Bean
		CountingTransactionManager transactionManager() {
			return new CountingTransactionManager();
		}

		@Bean
		Desk desk() {
			return new Desk();
		}

	}

	static class Desk {

		private final AtomicInteger inTransaction = new AtomicInteger();

		@AwaitEvent("warm")
		@Transactional
		public void transfer() {
			if (TransactionSynchronizationManager.isActualTransactionActive()) {
				this.inTransaction.incrementAndGet();
			}
		}

		public int inTransaction() {
			return this.inTransaction.get();
		}

		@Transactional
		@AwaitEvent(name = "warm", timeout = "1ms")
		public Optional<String> impatient() {
			return Optional.of("done");
		}

	}

	/** Counts transactions, each of which would take a connection. */
	static final class CountingTransactionManager extends AbstractPlatformTransactionManager {

		private final AtomicInteger begun = new AtomicInteger();

		private final AtomicInteger committed = new AtomicInteger();

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.begun.incrementAndGet();
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.committed.incrementAndGet();
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Unknown.class)
	static class UnknownApplication {

	}

	@Configuration(proxyBeanMethods = false)
	static class Unknown {

		@Bean
		Misspelt misspelt() {
			return new Misspelt();
		}

	}

	static class Misspelt {

		@AwaitEvent("wram")
		public void call() {
		}

	}

	static class PrivateMethod {

		@AwaitEvent("warm")
		@SuppressWarnings("UnusedMethod") // the test reads its annotation
		private void call() {
		}

	}

	static class StaticMethod {

		@AwaitEvent("warm")
		static void call() {
		}

	}

	static class FinalMethod {

		@AwaitEvent("warm")
		final void call() {
		}

	}

	@AwaitEvent("warm")
	static class FinalMethodOfAnnotatedClass {

		public final void call() {
		}

	}

	@AwaitEvent("warm")
	static class StaticMethodOfAnnotatedClass {

		public static void call() {
			help();
		}

		private static void help() {
		}

	}

}
