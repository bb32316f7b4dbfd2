package io.eventgate.boot.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.cluster.AbstractStateStoreContractTests;
import io.eventgate.cluster.StateStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Runs the contract of stores on databases that are asked in standard SQL.
 */
@ParameterizedClass
@CsvSource({ "jdbc:h2:mem:%s,", "jdbc:h2:mem:%s, classpath:io/eventgate/boot/jdbc/schema-ansi.sql",
		"jdbc:hsqldb:mem:%s;sql.pad_space=false,", "jdbc:hsqldb:mem:%s;sql.pad_space=false;hsqldb.tx=mvcc," })
class AnsiStateStoreContractTests extends AbstractStateStoreContractTests {

	private static final String TABLE = "public.shared_events";

	private final String url;

	private final @Nullable String script;

	private HikariDataSource pool;

	AnsiStateStoreContractTests(String url, @Nullable String script) {
		this.url = url;
		this.script = script;
	}

	@BeforeEach
	void createTable() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(String.format(this.url, UUID.randomUUID()));
		config.setUsername("sa");
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(0);
		this.pool = new HikariDataSource(config);
		new EventSchemaInitializer(this.pool, TABLE, this.script, DatabaseInitializationMode.EMBEDDED)
			.initializeDatabase();
	}

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Override
	protected StateStore createStore() {
		return new JdbcStateStore(this.pool, TABLE, "contract", PostgresFixture.TIMEOUT);
	}

	@Override
	protected boolean givesHints() {
		return false;
	}

}
