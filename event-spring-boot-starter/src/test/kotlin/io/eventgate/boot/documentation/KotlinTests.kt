/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.documentation

import io.eventgate.Event
import io.eventgate.boot.autoconfigure.AwaitEventAutoConfiguration
import io.eventgate.boot.autoconfigure.EventAutoConfiguration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.async
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.test.context.runner.ApplicationContextRunner

/** Tests for the Kotlin examples of the documents. */
class KotlinTests {

	private val runner = ApplicationContextRunner()
		.withConfiguration(
			AutoConfigurations.of(EventAutoConfiguration::class.java, AwaitEventAutoConfiguration::class.java),
		)
		.withBean(PartnerPrices::class.java)
		.withPropertyValues("eventgate.events.partner-open.initially-set=false", "partner.timeout=1ms")

	@Test
	fun timedWaitReturnsWhetherTheEventWasSet() {
		val event = Event.create()
		runBlocking {
			assertThat(event.awaitSuspending(1.milliseconds)).isFalse()
			assertThat(event.queueLength).isZero()
			val wait = async { event.awaitSuspending(1.minutes) }
			yield()
			assertThat(event.queueLength).isOne()
			event.pulse()
			assertThat(wait.await()).isTrue()
		}
	}

	/** The reason why the documents advise against it. */
	@Test
	fun resultOfTheFutureAloneIsNullInEitherCase() {
		val event = Event.create(true)
		runBlocking {
			assertThat(withTimeoutOrNull(1.minutes) { event.whenSet().await() }).isNull()
		}
	}

	@Test
	fun suspendingFunctionReturnsNullWhileTheGateIsClosed() {
		runner.run { context ->
			val prices = context.getBean(PartnerPrices::class.java)
			runBlocking {
				assertThat(prices.price(4)).isNull()
				context.getBean("partner-open", Event::class.java).set()
				assertThat(prices.price(4)).isEqualTo(40)
			}
		}
	}

}
