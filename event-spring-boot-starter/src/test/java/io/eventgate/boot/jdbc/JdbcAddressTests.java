/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.jdbc;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcAddress}. All addresses have the password {@code t1ger}.
 */
class JdbcAddressTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jdbc:postgresql://db/orders                                      | jdbc:postgresql://db/orders
					jdbc:postgresql://db:5432/orders?user=u&password=t1ger           | jdbc:postgresql://db:5432/orders
					jdbc:postgresql://a:1,b.example:2/orders?password=t1ger          | jdbc:postgresql://a:1,b.example:2/orders
					jdbc:postgresql://[2001:db8::1]:5432/orders                      | jdbc:postgresql://[2001:db8::1]:5432/orders
					jdbc:postgresql://db/?password=t1ger                             | jdbc:postgresql://db
					jdbc:mysql://db:3306/orders?user=u&password=t1ger                | jdbc:mysql://db:3306/orders
					jdbc:mariadb://db                                                | jdbc:mariadb://db
					jdbc:db2://db:50000/orders:user=u;password=t1ger;                | jdbc:db2://db:50000/orders
					jdbc:sqlserver://db:1433;databaseName=orders;password=t1ger      | jdbc:sqlserver://db:1433
					jdbc:teradata://db/USER=u,PASSWORD=t1ger                         | jdbc:teradata://db
					jdbc:oracle:thin:@db:1521:orders                                 | jdbc:oracle:thin:@db:1521:orders
					jdbc:oracle:thin:@//db:1521/orders.example                       | jdbc:oracle:thin:@//db:1521/orders.example
					jdbc:h2:mem:orders;PASSWORD=t1ger                                | jdbc:h2:mem:orders
					jdbc:hsqldb:mem:orders                                           | jdbc:hsqldb:mem:orders
					""")
	void whatIsNoSecretIsShown(String url, String shown) {
		assertThat(JdbcAddress.of(url)).isEqualTo(shown).doesNotContain("t1ger");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:oracle:thin:scott/t1ger@db:1521:orders                      | jdbc:oracle
			jdbc:oracle:thin:scott/t1ger@//db:1521/orders                    | jdbc:oracle
			jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db))(PW=t1ger))    | jdbc:oracle
			jdbc:oracle:thin:@db:1521/orders?x=u/t1ger@y                     | jdbc:oracle
			jdbc:oracle:oci8:scott/t1ger@orders                              | jdbc:oracle
			jdbc:mysql://(host=db,user=u,password=t1ger)/orders              | jdbc:mysql
			jdbc:mysql://address=(host=db)(user=u)(password=t1ger)/orders    | jdbc:mysql
			jdbc:mysql://db:3306,(host=b,password=t1ger)/orders              | jdbc:mysql
			jdbc:mysql://[(host=db,password=t1ger)]/orders                   | jdbc:mysql
			jdbc:mysql://u:t1ger@db/orders                                   | jdbc:mysql
			jdbc:mysql://t1ger@db/orders                                     | jdbc:mysql
			jdbc:mysql://u:1/t1ger@db/orders                                 | jdbc:mysql
			jdbc:mysql://u:1?t1ger@db/orders                                 | jdbc:mysql
			jdbc:mysql:loadbalance://u:t1ger@a,u:t1ger@b/orders              | jdbc:mysql
			jdbc:mariadb:replication:address=(host=db)(password=t1ger)       | jdbc:mariadb
			jdbc:postgresql://db/orders?password=t1g@er                      | jdbc:postgresql
			jdbc:sqlserver://db\\t1ger;password=t1ger                        | jdbc:sqlserver
			jdbc:h2:tcp://db/~/orders;PASSWORD=t1ger                         | jdbc:h2
			jdbc:h2:file:./orders;USER=sa;PASSWORD=t1ger                     | jdbc:h2
			jdbc:sqlite:file:orders?password=t1ger                           | jdbc:sqlite
			jdbc:t1ger                                                       | ''
			mysql://u:t1ger@db                                               | ''
			JDBC:MYSQL://u:t1ger@db                                          | ''
			t1ger                                                            | ''
			""")
	void ofAnyOtherAddressTheSubProtocolIsShown(String url, String shown) {
		assertThat(JdbcAddress.of(url)).isEqualTo(shown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\u202e", "x\ny" })
	void addressIsInert(String harmful) {
		assertThat(JdbcAddress.of("jdbc:mysql://db" + harmful + "/orders")).isEqualTo("jdbc:mysql");
		assertThat(JdbcAddress.of("jdbc:mysql://db/orders" + harmful)).isEqualTo("jdbc:mysql://db");
	}

	@Test
	void addressThatADriverQuotesIsRedacted() {
		SQLException failure = new SQLException("cannot connect", "08001",
				new IllegalStateException("No suitable driver found for jdbc:mysql://u:t1ger@db?a t1ger"));
		assertThat(JdbcErrors.withoutAddress(failure)).hasMessage("No suitable driver found for jdbc:mysql")
			.hasNoCause()
			.isInstanceOfSatisfying(SQLException.class, (ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"));
		SQLException harmless = new SQLException("cannot connect", new IllegalStateException("refused"));
		assertThat(JdbcErrors.withoutAddress(harmless)).isSameAs(harmless);
	}

}
