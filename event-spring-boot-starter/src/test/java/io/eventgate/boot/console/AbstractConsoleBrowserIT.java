/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.Origin;
import io.eventgate.boot.SecurityOnRequest;
import io.eventgate.boot.testing.PlainPasswords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.WebElement;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthenticatedReactiveAuthorizationManager;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorityReactiveAuthorizationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.csrf.XorServerCsrfTokenRequestAttributeHandler;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser and an application for tests of the console.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractConsoleBrowserIT {

	/** The name of an event whose path is forbidden. */
	static final String FORBIDDEN = "forbidden";

	static final String[] SECURED = { SecurityOnRequest.PROPERTY + "=true", "spring.security.user.name=olga",
			"spring.security.user.password=secret", "spring.security.user.roles=OPERATOR" };

	final List<Thread> waiters = new ArrayList<>();

	Browser browser;

	/** The application of tests that neither stop it nor need other properties. */
	private ConfigurableApplicationContext shared;

	ConfigurableApplicationContext context;

	EventRegistry events;

	@BeforeAll
	void startBrowserAndApplication() {
		this.browser = Browser.start();
		start(0);
		this.shared = this.context;
	}

	@AfterAll
	void stopBrowserAndApplication() {
		if (this.browser != null) {
			this.browser.close();
		}
		if (this.shared != null) {
			this.shared.close();
		}
	}

	@BeforeEach
	void useSharedApplication() {
		use(this.shared);
		this.browser.forget();
		this.browser.theme("light");
		this.browser.size(1280, 900);
	}

	@AfterEach
	void removeEventsAndOwnApplication() throws Exception {
		if (this.context.isActive()) {
			this.events.getRegistrations().forEach((event) -> this.events.remove(event.definition().name()));
		}
		if (!this.context.equals(this.shared)) {
			this.context.close();
		}
		for (Thread waiter : this.waiters) {
			waiter.join();
		}
		this.waiters.clear();
	}

	/** Answers all requests instead of the application. */
	static HttpServer answer(int status, String body) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] content = body.getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders(status, content.length);
			exchange.getResponseBody().write(content);
			exchange.close();
		});
		server.start();
		return server;
	}

	List<String> pressed() {
		return this.browser.elements("#summary [aria-pressed=true]").stream().map(WebElement::getText).toList();
	}

	void assertNoHorizontalScroll() {
		assertThat(this.browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
	}

	List<String> rowNames() {
		return List.of(String
			.valueOf(this.browser
				.run("return [...document.querySelectorAll('#rows tr')].map((row) => row.dataset.key).join()"))
			.split(","));
	}

	static void by(String who, String why, Runnable change) {
		new Origin(Origin.Source.APPLICATION, who, why).run(change);
	}

	Event event(String name, String description, boolean set) {
		return this.events.create(EventDefinition.builder(name).initiallySet(set).description(description).build());
	}

	void letWait(Event event, int count) {
		for (int i = 0; i < count; i++) {
			start(event, new Thread(event::awaitUninterruptibly, "waiter-" + i));
		}
	}

	void start(Event event, Thread waiter) {
		int before = event.getQueueLength();
		waiter.setUncaughtExceptionHandler((thread, closed) -> {
		});
		waiter.start();
		this.waiters.add(waiter);
		Awaitility.await().until(() -> event.getQueueLength() > before);
	}

	void open(String fragment) {
		this.browser.open("http://127.0.0.1:" + port() + "/actuator/eventgate" + fragment);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** Starts an application for one test, and stops it afterwards. */
	void start(int port, String... properties) {
		use(new SpringApplicationBuilder(Application.class)
			.properties("server.port=" + port, "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.jmx.enabled=false", "spring.application.name=order-desk",
					"management.endpoints.web.exposure.include=events,eventgate", "eventgate.console.enabled=true")
			.properties(properties)
			.run());
	}

	private void use(ConfigurableApplicationContext application) {
		this.context = application;
		this.events = application.getBean(EventRegistry.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ConditionalOnBooleanProperty(SecurityOnRequest.PROPERTY)
		PasswordEncoder passwords() {
			return new PlainPasswords();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnBooleanProperty(SecurityOnRequest.PROPERTY)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
		static class Security {

			@Bean
			SecurityFilterChain security(HttpSecurity http, @Value("${test.csrf:spa}") String csrf,
					@Value("${test.readers-only-get:false}") boolean readersOnlyGet) {
				http.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/events/" + FORBIDDEN)
					.denyAll()
					.requestMatchers(HttpMethod.POST)
					.hasRole("OPERATOR")
					.requestMatchers(HttpMethod.GET)
					.authenticated()
					.anyRequest()
					.access(readersOnlyGet ? AuthorityAuthorizationManager.hasRole("OPERATOR")
							: AuthenticatedAuthorizationManager.authenticated()));
				http.httpBasic((basic) -> basic.securityContextRepository(
						"session".equals(csrf) || "masked".equals(csrf) ? new HttpSessionSecurityContextRepository()
								: new RequestAttributeSecurityContextRepository()));
				if ("spa".equals(csrf)) {
					http.csrf(CsrfConfigurer::spa);
				}
				else if ("off".equals(csrf)) {
					http.csrf(CsrfConfigurer::disable);
				}
				else if ("cookie".equals(csrf) || "masked".equals(csrf)) {
					CsrfTokenRequestAttributeHandler handler = "cookie".equals(csrf)
							? new CsrfTokenRequestAttributeHandler() : new XorCsrfTokenRequestAttributeHandler();
					handler.setCsrfRequestAttributeName(null);
					http.csrf((tokens) -> tokens.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
						.csrfTokenRequestHandler(handler));
				}
				return http.build();
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnBooleanProperty(SecurityOnRequest.PROPERTY)
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		static class ReactiveSecurity {

			@Bean
			SecurityWebFilterChain security(ServerHttpSecurity http, @Value("${test.csrf}") String csrf,
					@Value("${test.readers-only-get:false}") boolean readersOnlyGet) {
				http.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.POST)
					.hasRole("OPERATOR")
					.pathMatchers(HttpMethod.GET)
					.authenticated()
					.anyExchange()
					.access(readersOnlyGet ? AuthorityReactiveAuthorizationManager.hasRole("OPERATOR")
							: AuthenticatedReactiveAuthorizationManager.authenticated()));
				http.httpBasic(Customizer.withDefaults());
				if ("off".equals(csrf)) {
					http.csrf(ServerHttpSecurity.CsrfSpec::disable);
				}
				else if ("cookie".equals(csrf) || "masked".equals(csrf)) {
					http.csrf((tokens) -> tokens
						.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
						.csrfTokenRequestHandler("cookie".equals(csrf) ? new ServerCsrfTokenRequestAttributeHandler()
								: new XorServerCsrfTokenRequestAttributeHandler()));
				}
				return http.build();
			}

			/** The cookie is sent only if the token has a subscriber. */
			@Bean
			@ConditionalOnExpression("'${test.csrf}' == 'cookie' || '${test.csrf}' == 'masked'")
			WebFilter csrfCookie() {
				return (exchange, chain) -> exchange
					.getAttributeOrDefault(CsrfToken.class.getName(), Mono.<CsrfToken>empty())
					.then(chain.filter(exchange));
			}

		}

	}

}
