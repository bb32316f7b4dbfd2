/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.aop

import io.eventgate.Event
import io.eventgate.EventRegistry
import io.eventgate.EventShutdownException
import io.eventgate.GuardedCall
import io.eventgate.boot.AwaitEvent
import io.eventgate.boot.AwaitEvent.OnTimeout
import io.eventgate.boot.EventTimeoutException
import io.eventgate.boot.testing.PartialClassPath
import java.util.Optional
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.ForkJoinPool
import java.util.function.Supplier
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExecutorCoroutineDispatcher
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowable
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import org.springframework.context.annotation.AnnotationConfigApplicationContext

/** Tests for [AwaitEvent] on suspending functions and other features of Kotlin. */
@Timeout(60) // A call that blocks the one thread would never end.
class AwaitEventSuspendingTests {

	private val registry = EventRegistry()

	private val event: Event = registry.create("warm", false)

	private val dispatcher: ExecutorCoroutineDispatcher =
		Executors.newSingleThreadExecutor { Thread(it, "only") }.asCoroutineDispatcher()

	private val context = context(Service::class.java)

	private val service: Service = context.getBean(Service::class.java)

	private fun context(component: Class<*>) = contextOf(registry, component)

	@AfterEach
	fun stop() {
		context.close()
		registry.shutdown()
		dispatcher.close()
	}

	@Test
	fun callOnSetEventProceeds() {
		event.set()
		onOneThread { assertThat(service.answer("a")).isEqualTo("a on only") }
	}

	@Test
	fun otherCoroutinesOfTheSameThreadRunWhileCallsWait() {
		onOneThread {
			val calls = List(1_000) { started { service.answer("$it") } }
			yield()
			assertThat(event.queueLength).isEqualTo(1_000)
			assertThat(event.waitingThreads).isEmpty()
			assertThat(service.calls).isZero()
			event.set()
			assertThat(calls.awaitAll()).hasSize(1_000).allMatch { it.endsWith(" on only") }
		}
	}

	@Test
	fun callIsReleasedByPulse() {
		onOneThread {
			val call = started { service.answer("a") }
			event.pulse()
			assertThat(call.await()).isEqualTo("a on only")
			assertThat(event.isSet).isFalse()
		}
	}

	@Test
	fun callThroughAnInterfaceWaits() {
		context(Desk::class.java).use { other ->
			val sales = other.getBean(Sales::class.java)
			assertThat(sales).isNotInstanceOf(Desk::class.java)
			onOneThread {
				val call = started { sales.sell() }
				assertThat(event.queueLength).isOne()
				event.set()
				assertThat(call.await()).isEqualTo("sold")
			}
		}
	}

	@Test
	fun functionsOfAnAnnotatedClassWait() {
		context(AnnotatedClass::class.java).use { other ->
			onOneThread {
				val call = started { other.getBean(AnnotatedClass::class.java).call() }
				assertThat(event.queueLength).isOne()
				event.set()
				assertThat(call.await()).isEqualTo("done")
			}
		}
	}

	@Test
	fun cancelledCallLeavesNoWaiter() {
		onOneThread {
			val call = started { service.answer("a") }
			assertThat(event.queueLength).isOne()
			call.cancelAndJoin()
			assertThat(event.queueLength).isZero()
		}
	}

	@Test
	fun callIsActiveFromItsReleaseUntilItEnds() {
		context(Gated::class.java).use { other ->
			val gated = other.getBean(Gated::class.java)
			onOneThread {
				val call = started { gated.call() }
				assertThat(active()).isZero()
				event.pulse()
				gated.begun.join()
				assertThat(active()).isOne()
				gated.end.complete(Unit)
				assertThat(call.await()).isEqualTo("done")
				assertThat(active()).isZero()
			}
		}
	}

	@Test
	fun cancelledCallEndsOnce() {
		context(Gated::class.java).use { other ->
			val gated = other.getBean(Gated::class.java)
			onOneThread {
				val waiting = started { gated.call() }
				waiting.cancelAndJoin()
				assertThat(active()).isZero()
				event.set()
				val running = started { gated.call() }
				gated.begun.join()
				assertThat(active()).isOne()
				running.cancelAndJoin()
				assertThat(active()).isZero()
			}
		}
	}

	private fun active() = GuardedCall.countActive(event).asInt

	open class Gated {

		open val begun = Job()

		open val end = CompletableDeferred<Unit>()

		@AwaitEvent("warm")
		open suspend fun call(): String {
			begun.complete()
			end.await()
			return "done"
		}
	}

	@Test
	fun callWithATimedOutCallerLeavesNoWaiter() {
		onOneThread {
			assertThat(withTimeoutOrNull(1) { service.answer("a") }).isNull()
			assertThat(event.queueLength).isZero()
			assertThat(service.calls).isZero()
		}
	}

	@Test
	fun timedCallThrowsWhenTheTimeIsOver() {
		onOneThread {
			val failure = failureOf { service.timed() }
			assertThat(failure).isExactlyInstanceOf(EventTimeoutException::class.java)
				.hasMessage("Event 'warm' was not set within PT0.001S")
			assertThat(event.queueLength).isZero()
			assertThat(service.calls).isZero()
		}
	}

	@Test
	fun shutdownEndsTheCall() {
		onOneThread {
			supervisorScope {
				val call = started { service.answer("a") }
				event.shutdown()
				assertThat(failureOf { call.await() }).isInstanceOf(EventShutdownException::class.java)
			}
		}
	}

	@Test
	fun failureOfTheFunctionIsThatOfTheCall() {
		event.set()
		onOneThread {
			assertThat(failureOf { service.failing() }).isInstanceOf(IllegalArgumentException::class.java)
				.hasMessage("broken")
		}
	}

	@Test
	fun skipPolicyReturnsNothing() {
		onOneThread {
			assertThat(service.skippedNullable()).isNull()
			assertThat(service.skippedOptional()).isEmpty()
			service.skippedUnit()
			assertThat(service.skippedFlow().toList()).isEmpty()
			assertThat(service.skippedSuspendingFlow().toList()).isEmpty()
			assertThat(service.calls).isZero()
		}
		assertThat(service.skippedBlocking()).isNull()
		service.skippedBlockingUnit()
		assertThat(service.calls).isZero()
	}

	@Test
	fun flowWaitsWhenItIsCollected() {
		onOneThread {
			val flow = service.flow()
			assertThat(event.queueLength).isZero()
			val collected = started { flow.toList() }
			assertThat(event.queueLength).isOne()
			event.set()
			assertThat(collected.await()).containsExactly("one", "two")
		}
	}

	@Test
	fun flowOfSuspendingFunctionWaitsWhenItIsCollected() {
		onOneThread {
			val collected = started { service.suspendingFlow().toList() }
			assertThat(event.queueLength).isOne()
			event.set()
			assertThat(collected.await()).containsExactly("one", "two")
		}
	}

	@Test
	fun deferredWaits() {
		onOneThread {
			val deferred = service.deferred()
			event.set()
			assertThat(deferred.await()).isEqualTo("done")
		}
	}

	@ParameterizedTest
	@ValueSource(
		classes = [SkippedText::class, SkippedNumber::class, SkippedBlockingText::class, SkippedBlockingNumber::class],
	)
	fun skipOfNonNullTypeFailsAtStart(component: Class<*>) {
		assertThat(catchThrowable { context(component).close() })
			.hasStackTraceContaining("${component.simpleName}.call(")
			.hasStackTraceContaining("SKIP has no value to return for ")
	}

	@Test
	fun functionThatIsNotOpenFailsAtStart() {
		assertThat(catchThrowable { context(ClosedFunction::class.java).close() }).rootCause()
			.hasMessageContaining("ClosedFunction.call(")
			.hasMessageContaining("Declare it and its class 'open'")
	}

	@ParameterizedTest
	@ValueSource(strings = ["kotlinx-coroutines-reactor-.*", "kotlin-reflect-.*"])
	fun suspendingFunctionFailsAtStartWithoutItsLibraries(missing: String) {
		PartialClassPath(missing).use { classPath ->
			val start = classPath.load(Start::class.java).getDeclaredConstructor().newInstance() as Callable<*>
			assertThat(start.call()).asString()
				.contains("Desk.sell(")
				.contains("a suspending function needs kotlinx-coroutines-reactor and kotlin-reflect")
		}
	}

	private fun <T> onOneThread(block: suspend CoroutineScope.() -> T) {
		runBlocking(dispatcher, block)
	}

	/** Runs on the one thread until it suspends. */
	private fun <T> CoroutineScope.started(block: suspend CoroutineScope.() -> T): Deferred<T> =
		async(start = CoroutineStart.UNDISPATCHED, block = block)

	private suspend fun failureOf(call: suspend () -> Any?): Throwable? =
		try {
			call()
			null
		}
		catch (ex: Exception) {
			ex
		}

	open class Service {

		@Volatile
		open var calls = 0

		private fun done(text: String): String {
			calls++
			return text
		}

		@AwaitEvent("warm")
		open suspend fun answer(question: String): String {
			yield()
			return done("$question on ${Thread.currentThread().name.substringBefore(" @")}")
		}

		@AwaitEvent(name = "warm", timeout = "1ms")
		open suspend fun timed(): String = done("done")

		@AwaitEvent("warm")
		open suspend fun failing(): String = throw IllegalArgumentException("broken")

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = OnTimeout.SKIP)
		open suspend fun skippedNullable(): String? = done("done")

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = OnTimeout.SKIP)
		open suspend fun skippedOptional(): Optional<String> = Optional.of(done("done"))

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = OnTimeout.SKIP)
		open suspend fun skippedUnit() {
			done("done")
		}

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = OnTimeout.SKIP)
		open fun skippedFlow(): Flow<String> = flow { emit(done("one")) }

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = OnTimeout.SKIP)
		open suspend fun skippedSuspendingFlow(): Flow<String> = flow { emit(done("one")) }

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = OnTimeout.SKIP)
		open fun skippedBlocking(): String? = done("done")

		@AwaitEvent(name = "warm", timeout = "1ms", onTimeout = OnTimeout.SKIP)
		open fun skippedBlockingUnit() {
			done("done")
		}

		@AwaitEvent("warm")
		open fun flow(): Flow<String> = flow {
			emit(done("one"))
			emit("two")
		}

		@AwaitEvent("warm")
		open suspend fun suspendingFlow(): Flow<String> = flow {
			emit(done("one"))
			emit("two")
		}

		@AwaitEvent("warm")
		open fun deferred(): Deferred<String> = CoroutineScope(Dispatchers.Unconfined).async { done("done") }

	}

	interface Sales {

		suspend fun sell(): String

	}

	class Desk : Sales {

		@AwaitEvent("warm")
		override suspend fun sell(): String = "sold"

	}

	@AwaitEvent("warm")
	open class AnnotatedClass {

		open suspend fun call(): String = "done"

	}

	/** Returns the exception that the start fails with. */
	class Start : Callable<String> {

		override fun call(): String =
			catchThrowable { contextOf(EventRegistry(), Desk::class.java).close() }.stackTraceToString()

	}

	open class ClosedFunction {

		@AwaitEvent("warm")
		suspend fun call(): String = "done"

	}

	open class SkippedText {

		@AwaitEvent(name = "warm", timeout = "1s", onTimeout = OnTimeout.SKIP)
		open suspend fun call(): String = "done"

	}

	open class SkippedNumber {

		@AwaitEvent(name = "warm", timeout = "1s", onTimeout = OnTimeout.SKIP)
		open suspend fun call(): Int = 1

	}

	open class SkippedBlockingText {

		@AwaitEvent(name = "warm", timeout = "1s", onTimeout = OnTimeout.SKIP)
		open fun call(): String = "done"

	}

	open class SkippedBlockingNumber {

		@AwaitEvent(name = "warm", timeout = "1s", onTimeout = OnTimeout.SKIP)
		open fun call(): Int = 1

	}

	private companion object {

		fun contextOf(registry: EventRegistry, component: Class<*>) = AnnotationConfigApplicationContext().apply {
			registerBean(
				AwaitEventBeanPostProcessor::class.java,
				Supplier { AwaitEventBeanPostProcessor({ registry }, { ForkJoinPool.commonPool() }) },
			)
			register(component)
			refresh()
		}

	}

}
