/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.eventgate.Event;
import io.eventgate.boot.jdbc.EventSchemaInitializer;
import io.eventgate.boot.jdbc.JdbcStateStore;
import io.eventgate.boot.testing.Applications;
import io.eventgate.boot.testing.PostgresServerProcess;
import io.eventgate.cluster.ClusterEvents;
import io.eventgate.cluster.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static io.eventgate.boot.autoconfigure.EventConfigurationFailureTests.analyze;
import static io.eventgate.cluster.StoreCalls.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with several complete applications in one JVM that share events through a
 * database.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class JdbcStateStoreAutoConfigurationIT {

	private static final PostgresServerProcess postgres = PostgresServerProcess.SHARED.get();

	private final Applications applications = new Applications();

	private final String unique = UUID.randomUUID().toString().replace("-", "");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EventAutoConfiguration.class, EventStoreAutoConfiguration.class))
		.withPropertyValues("spring.application.name=orders", "eventgate.store.type=jdbc",
				"eventgate.events.orders-open.initially-set=true", "eventgate.store.command-timeout=1s");

	@AfterEach
	void stop() {
		this.applications.close();
	}

	@Test
	void applicationsAgreeThroughPostgres() throws Exception {
		agree("spring.datasource.url=" + PostgresServerProcess.url(postgres.port()),
				"spring.datasource.username=" + PostgresServerProcess.USER,
				"eventgate.store.jdbc.initialize-schema=always", "eventgate.store.jdbc.table=public.gates",
				// Notifications are checked for half of the command time-out.
				"eventgate.store.command-timeout=20s", "eventgate.store.sync-interval=1m");
		assertThat(postgres.run("select count(*) from gates")).isEqualTo("1");
	}

	@Test
	void applicationsAgreeThroughH2() throws Exception {
		agree("spring.datasource.url=jdbc:h2:mem:" + this.unique + ";DB_CLOSE_DELAY=-1",
				"eventgate.store.sync-interval=50ms");
	}

	private void agree(String... properties) throws Exception {
		Event here = start("one", properties).getBean("ordersOpen", Event.class);
		Event there = start("two", properties).getBean("ordersOpen", Event.class);
		CompletableFuture<Void> released = there.whenSet();
		here.pulse();
		released.get(30, TimeUnit.SECONDS);
		here.set();
		await("the other one", there::isSet);
		there.clear();
		await("the first one", () -> !here.isSet());
		assertThat(start("three", properties).getBean("ordersOpen", Event.class).isSet()).isFalse();
	}

	private ConfigurableApplicationContext start(String instance, String... properties) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.jmx.enabled=false", "eventgate.store.type=jdbc",
					"eventgate.store.namespace=" + this.unique, "eventgate.store.instance=" + instance,
					"eventgate.events.orders-open.initially-set=false")
			.properties(properties);
		return this.applications.run(application);
	}

	@Test
	void tableOfAnEmbeddedDatabaseIsCreated() {
		ApplicationContextRunner withDatabase = withDatabase();
		withDatabase.withPropertyValues("eventgate.store.command-timeout=20s").run((context) -> {
			assertThat(context).hasSingleBean(JdbcStateStore.class)
				.hasSingleBean(EventSchemaInitializer.class)
				.hasSingleBean(ClusterEvents.class);
			JdbcClient client = JdbcClient.create(context.getBean(DataSource.class));
			await("the event",
					() -> client.sql("select count(*) from eventgate_events where version = 1")
						.query(Long.class)
						.single() == 1);
		});
		withDatabase
			.withBean("mine", StateStore.class,
					() -> new JdbcStateStore(dataSource(), "mine", "mine", Duration.ofSeconds(1)))
			.withPropertyValues("eventgate.store.startup-policy=initial-state")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StateStore.class).hasBean("mine"));
	}

	@Test
	void missingTableStopsTheStartWithARemedy() {
		withDatabase().withPropertyValues("eventgate.store.jdbc.initialize-schema=never").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription() + analysis.getAction()).contains("'eventgate_events'",
					"eventgate.store.jdbc.initialize-schema");
		});
	}

	@Test
	void failingScriptStopsTheStartWithItsReason() {
		withDatabase()
			.withPropertyValues("eventgate.store.jdbc.schema=classpath:io/eventgate/boot/jdbc/schema-sqlserver.sql")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'eventgate_events'", "Syntax error");
				assertThat(analysis.getAction()).contains("eventgate.store.jdbc.schema");
			});
	}

	@Test
	void tableIsCreatedOnceTheDatabaseIsUp() throws Exception {
		try (PostgresServerProcess own = PostgresServerProcess.start()) {
			own.kill();
			withPostgres(own)
				.withPropertyValues("eventgate.store.startup-policy=initial-state",
						"eventgate.store.jdbc.initialize-schema=always", "eventgate.store.jdbc.table=late")
				.run((context) -> {
					own.restart();
					assertThat(context).hasNotFailed();
					Event ordersOpen = context.getBean("ordersOpen", Event.class);
					assertThat(ordersOpen.isSet()).isTrue();
					await("the store", () -> context.getBean(ClusterEvents.class).status().connected());
					ordersOpen.clear();
					assertThat(own.run("select version from late")).isEqualTo("2");
				});
		}
	}

	@Test
	void refusedUserStopsTheStartWithTheReason() {
		withPostgres(postgres)
			.withPropertyValues("spring.datasource.username=unknown", "spring.datasource.password=t1ger",
					"eventgate.store.jdbc.initialize-schema=always")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("role \"unknown\" does not exist");
				assertThat(analysis.getAction()).contains("spring.datasource");
			});
	}

	private ApplicationContextRunner withPostgres(PostgresServerProcess server) {
		return this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + PostgresServerProcess.url(server.port()),
					"spring.datasource.username=" + PostgresServerProcess.USER,
					// The pool has the reason of a failure only after a second.
					"eventgate.store.command-timeout=3s");
	}

	@Test
	void missingDataSourceStopsTheStart() {
		this.runner.run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.store.type", "DataSource");
			assertThat(analysis.getAction()).contains("spring.datasource.url");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { DataSourceScriptDatabaseInitializer.class, JdbcTemplate.class })
	void missingClassesStopTheStart(Class<?> missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("eventgate.store.type", "'jdbc'");
			assertThat(analysis.getAction()).contains("spring-boot-starter-jdbc", "eventgate.store.type=local");
		});
	}

	@Test
	void impossibleTableStopsTheStart() {
		withDatabase().withPropertyValues("eventgate.store.jdbc.table=a b").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'a b'", "eventgate.store.jdbc.table");
		});
	}

	private ApplicationContextRunner withDatabase() {
		return this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + this.unique + ";DB_CLOSE_DELAY=-1");
	}

	private DataSource dataSource() {
		return new DriverManagerDataSource("jdbc:h2:mem:" + this.unique, "sa", "");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
