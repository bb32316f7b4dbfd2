/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.history;

import java.util.ArrayList;
import java.util.List;

import io.eventgate.Event;
import io.eventgate.EventObserver;
import io.eventgate.Origin;
import io.eventgate.Transition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityContextCallerResolverTests {

	@AfterEach
	void logOut() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void authenticatedPrincipalIsTheCaller() {
		logIn(new TestingAuthenticationToken("alice", "secret", "ROLE_USER"));
		Event event = Event.create();
		List<Origin> origins = new ArrayList<>();
		event.addObserver(new EventObserver() {

			@Override
			public void onTransition(Event source, Transition transition) {
				origins.add(transition.origin());
			}

		});
		event.set();
		assertThat(origins).containsExactly(new Origin(Origin.Source.APPLICATION, "alice", null));
	}

	@Test
	void originOfTheCodeTakesPrecedence() {
		logIn(new TestingAuthenticationToken("alice", "secret", "ROLE_USER"));
		Origin job = new Origin(Origin.Source.APPLICATION, null, "nightly job");
		job.run(() -> assertThat(Origin.current()).isEqualTo(job));
	}

	@Test
	void anonymousAndUnauthenticatedCallersAreUnknown() {
		logIn(new AnonymousAuthenticationToken("key", "anonymousUser",
				AuthorityUtils.createAuthorityList("ANONYMOUS")));
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
		TestingAuthenticationToken unauthenticated = new TestingAuthenticationToken("alice", "secret");
		unauthenticated.setAuthenticated(false);
		logIn(unauthenticated);
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
	}

	@Test
	void callerIsUnknownWithoutALogin() {
		assertThat(Origin.current()).isEqualTo(Origin.APPLICATION);
	}

	private static void logIn(Authentication authentication) {
		SecurityContextHolder.getContext().setAuthentication(authentication);
	}

}
