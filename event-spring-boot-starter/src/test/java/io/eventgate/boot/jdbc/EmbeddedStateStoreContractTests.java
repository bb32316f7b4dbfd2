package io.eventgate.boot.jdbc;

import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventgate.cluster.AbstractStateStoreContractTests;
import io.eventgate.cluster.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Runs the contract of stores on embedded databases.
 */
@ParameterizedClass
@ValueSource(strings = { "jdbc:h2:mem:%s", "jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
		"jdbc:h2:mem:%s;MODE=MySQL;DATABASE_TO_LOWER=TRUE", "jdbc:h2:mem:%s;MODE=MariaDB;DATABASE_TO_LOWER=TRUE",
		"jdbc:h2:mem:%s;MODE=Oracle", "jdbc:h2:mem:%s;MODE=MSSQLServer", "jdbc:hsqldb:mem:%s",
		"jdbc:hsqldb:mem:%s;hsqldb.tx=mvlocks", "jdbc:hsqldb:mem:%s;hsqldb.tx=mvcc",
		"jdbc:derby:memory:%s;create=true" })
class EmbeddedStateStoreContractTests extends AbstractStateStoreContractTests {

	private static final String TABLE = "shared_events";

	private final String url;

	private HikariDataSource pool;

	EmbeddedStateStoreContractTests(String url) {
		this.url = url;
	}

	@BeforeEach
	void createTables() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(String.format(this.url, UUID.randomUUID()));
		config.setUsername("sa");
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(0);
		this.pool = new HikariDataSource(config);
		new EventSchemaInitializer(this.pool, TABLE, null, DatabaseInitializationMode.EMBEDDED).initializeDatabase();
	}

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Override
	protected StateStore createStore() {
		return new JdbcStateStore(this.pool, TABLE, "contract", JdbcTests.TIMEOUT);
	}

	@Override
	protected boolean waitsForChanges() {
		return false;
	}

	@Override
	protected boolean deliversEachChange() {
		return false;
	}

	@Override
	protected boolean loseData() {
		JdbcTests.deleteAll(this.pool, TABLE);
		return true;
	}

}
