/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.test;

import io.eventgate.Event;
import io.eventgate.boot.autoconfigure.EventAutoConfiguration;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

import static io.eventgate.boot.test.EventAssert.assertThat;

/**
 * Tests for {@link ResetEvents @ResetEvents}. Each repetition changes the events that the
 * next one needs in their initial state.
 */
@SpringBootTest(classes = ResetEventsTests.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "eventgate.events.open.initially-set=true", "eventgate.events.warm.description=Loaded" })
@ImportAutoConfiguration(EventAutoConfiguration.class)
@ResetEvents
class ResetEventsTests {

	@RepeatedTest(2)
	void eachTestFindsTheInitialState(@Autowired Event open, @Autowired Event warm) {
		assertThat(open).isSet();
		assertThat(warm).isClear();
		open.clear();
		warm.set();
	}

}
