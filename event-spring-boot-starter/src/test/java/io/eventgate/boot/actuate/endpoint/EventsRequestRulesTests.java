/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.actuate.endpoint;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.eventgate.Transition;
import io.eventgate.boot.actuate.endpoint.ProblemDescriptor.RefusedRequestException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventsRequestRulesTests {

	private final EventsRequestRules rules = new EventsRequestRules(() -> List.of("/actuator/events", "/api/events"));

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/events", "/actuator/events/", "/actuator/events/gate", "/api/events/a/b" })
	void applyToTheEndpoint(String path) {
		assertThat(this.rules.apply(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/actuator", "/actuator/eventsx", "/actuator/eventgate", "/events",
			"/x/actuator/events/gate", "/ACTUATOR/events" })
	void doNotApplyToOtherPaths(String path) {
		assertThat(this.rules.apply(path)).isFalse();
	}

	@Test
	void doNotApplyIfTheEndpointIsNotMapped() {
		assertThat(new EventsRequestRules(List::of).apply("/actuator/events")).isFalse();
	}

	@Test
	void onlyThePostHasABody() {
		assertThat(this.rules.checkHead("POST", "application/json", -1)).isTrue();
		for (String method : List.of("GET", "HEAD", "OPTIONS", "DELETE")) {
			assertThat(this.rules.checkHead(method, null, -1)).as(method).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "name", "name=", "n%61me=secret", "&&name=secret&x=y" })
	void parameterIsRefusedByName(String query) {
		for (String method : List.of("GET", "POST", "HEAD")) {
			assertThat(refusedQuery(method, "/actuator/events/gate", query))
				.isEqualTo(new ProblemDescriptor(400, "Bad Request",
						"The parameter 'name' is not allowed in the query. The path names the event. "
								+ "A GET of one event can have [until, timeout]; send other arguments as a JSON body",
						null));
		}
	}

	@Test
	void undecodableParameterIsRefused() {
		assertThat(refusedQuery("GET", "/actuator/events/gate", "%zz=1").message()).contains("'%zz'");
		assertThat(refusedQuery("GET", "/actuator/events/gate", "=1").message()).contains("''");
	}

	@Test
	void getOfOneEventCanWait() {
		assertThat(this.rules.checkQuery("GET", "/api/events/a.b", "until=set&timeout=60s"))
			.isEqualTo(new WaitRequest("a.b", Transition.Kind.SET, Duration.ofMinutes(1)));
		assertThat(this.rules.checkQuery("GET", "/actuator/events/gate", "&t%69meout=PT5M&until=%63lear&"))
			.isEqualTo(new WaitRequest("gate", Transition.Kind.CLEAR, Duration.ofMinutes(5)));
		assertThat(this.rules.checkQuery("GET", "/actuator/events/gate", "until=set"))
			.isEqualTo(new WaitRequest("gate", Transition.Kind.SET, Duration.ofSeconds(20)));
		assertThat(this.rules.checkQuery("GET", "/actuator/events/gate", null)).isNull();
		assertThat(this.rules.checkQuery("GET", "/actuator/events/gate", "&")).isNull();
	}

	@Test
	void noOtherRequestCanWait() {
		for (String parameter : List.of("until=set", "timeout=60s")) {
			for (String method : List.of("POST", "HEAD", "DELETE")) {
				assertThat(refusedQuery(method, "/actuator/events/gate", parameter).message()).as(method)
					.contains(parameter.split("=", 2)[0]);
			}
			for (String path : List.of("/actuator/events", "/actuator/events/", "/actuator/events/gate/",
					"/actuator/events/a/b")) {
				assertThat(refusedQuery("GET", path, parameter).status()).as(path).isEqualTo(400);
			}
			assertThat(refusedQuery("GET", null, parameter).status()).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "until=", "until", "until=SET", "until=pulse", "until=open", "timeout=60s",
			"until=x%0Aset&timeout=60s" })
	void waitForAnotherStateIsRefused(String query) {
		ProblemDescriptor problem = refusedQuery("GET", "/actuator/events/gate", query);
		assertThat(problem.status()).isEqualTo(400);
		assertThat(problem.message()).contains("'until' must be one of [set, clear]").doesNotContain("\n");
		assertThat(problem.allowed()).containsExactly("set", "clear");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "60", "0", "0s", "-1s", "301s", "PT5M0.001S", "6m", "soon", "1x", "1+s",
			"99999999999999999999s", "9223372036854775807d" })
	void waitOfAnotherTimeIsRefused(String timeout) {
		ProblemDescriptor problem = refusedQuery("GET", "/actuator/events/gate", "until=set&timeout=" + timeout);
		assertThat(problem.status()).isEqualTo(400);
		assertThat(problem.message()).contains("'timeout'", "at most 5m", "60s", timeout.replace('+', ' '));
	}

	@Test
	void parameterMustBeGivenOnce() {
		assertThat(refusedQuery("GET", "/actuator/events/gate", "until=set&until=clear").message())
			.contains("'until' must be given once");
		assertThat(refusedQuery("GET", "/actuator/events/gate", "until=set&timeout=1s&%74imeout=5m").message())
			.contains("'timeout' must be given once");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "Application/JSON;charset=UTF-8", "application/problem+json",
			"application/vnd.spring-boot.actuator.v3+json" })
	void jsonIsAccepted(String type) {
		assertThat(this.rules.checkHead("POST", type, 0)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*/*", "application/*", "application/*+json", "text/json", "text/plain", "json",
			"application/json, text/plain", "text/plain;x=application/json", "application/jsonp" })
	void anotherTypeIs415(String type) {
		ProblemDescriptor problem = refusedHead("POST", type, 0);
		assertThat(problem.status()).isEqualTo(415);
		assertThat(problem.message()).contains("'" + type + "'", "Content-Type: application/json");
	}

	@Test
	void noTypeIs415() {
		assertThat(refusedHead("POST", null, 0)).isEqualTo(new ProblemDescriptor(415, "Unsupported Media Type",
				"The Content-Type must be application/json but is missing. Send the body with the header "
						+ "Content-Type: application/json, for example " + ChangeRequest.EXAMPLE,
				null));
	}

	@Test
	void bodyBeyondTheLimitIs413() {
		ProblemDescriptor tooLarge = new ProblemDescriptor(413, "Content Too Large",
				"The body must not exceed 16384 bytes. A reason has 500 characters at most", null);
		assertThat(this.rules.checkHead("POST", "application/json", 16384)).isTrue();
		assertThat(refusedHead("POST", "application/json", 16385)).isEqualTo(tooLarge);
		assertThat(check("{}" + " ".repeat(16382))).isEqualTo("{}");
		assertThat(refused("{}" + " ".repeat(16383))).isEqualTo(tooLarge);
	}

	@Test
	void bodyIsRewrittenInAscii() {
		assertThat(check(" {\"st\\u0061te\" : \"set\", \"acks\":null}")).isEqualTo("{\"state\":\"set\",\"acks\":null}");
		String reason = "\u00fc \ud83d\ude80 \ud800 \u2028 \" \\ / \n \u0000 </script>";
		String body = check(
				JsonMapper.shared().createObjectNode().put("reason", reason).toString().replace("\ud800 ", "\\ud800 "));
		assertThat(body).isASCII();
		assertThat(JsonMapper.shared().readTree(body).path("reason").asString()).isEqualTo(reason);
	}

	@Test
	void unknownKeyIsRefusedByName() {
		assertThat(refused("{\"state\":\"set\",\"resaon\":\"x\"}")).isEqualTo(ProblemDescriptor.invalidState(
				"Key 'resaon' is not allowed in the body. The keys are [state, reason, for, acks, expect, drain, restore, forget], "
						+ "state is one of [set, clear, pulse], and the path names the event"));
		assertThat(refused("{\"n\\u0061me\":\"secret\"}").message()).startsWith("Key 'name' ");
		assertThat(refused("{\"State\":\"set\"}").message()).startsWith("Key 'State' ");
		assertThat(refused("{\"x\\n" + "y".repeat(200) + "\":null}").message()).startsWith("Key 'x?yyy")
			.contains("...'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "null", "set", "[]", "[{\"state\":\"set\"}]", "\"set\"", "{\"state\":1}",
			"{\"state\":true}", "{\"state\":{}}", "{\"state\":[\"set\"]}", "{'state':'set'}", "{state:\"set\"}",
			"{\"state\":\"set\"", "{\"state\":\"set\",}" })
	void bodyThatIsNotAnObjectIsRefused(String body) {
		assertThat(refused(body)).isEqualTo(ProblemDescriptor.unreadableBody());
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = ';',
			value = { "reason; [x]", "for; 30", "restore; 1", "expect; true" })
	void valueOfAnotherTypeIsRefusedByName(String key, String value) {
		ProblemDescriptor problem = refused("{\"" + key + "\": " + value.replace("x", "\"x\"") + "}");
		assertThat(problem.status()).isEqualTo(400);
		assertThat(problem.message()).startsWith("'" + key + "' must be a string in quotation marks")
			.endsWith("but was " + value);
	}

	@Test
	void bodyThatIsNotUtf8IsRefused() {
		assertThatExceptionOfType(RefusedRequestException.class)
			.isThrownBy(() -> this.rules
				.checkBody("{\"state\":\"set\",\"reason\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1)))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(ProblemDescriptor.unreadableBody()));
	}

	@Test
	void deeplyNestedJsonIsRefused() {
		assertThat(refused("{\"state\":" + "[".repeat(16_000))).isEqualTo(ProblemDescriptor.unreadableBody());
	}

	@Test
	void problemIsWrittenAsJson() {
		assertThat(JsonMapper.shared().readTree(refused("").toJson())).isEqualTo(JsonMapper.shared()
			.readTree(
					"""
							{"status": 400, "error": "Bad Request", "message": "The body must be a JSON object, \
							with one of [set, clear, pulse] as state, for example \
							{\\"state\\": \\"set\\", \\"reason\\": \\"cache is warm\\"}", "allowed": ["set", "clear", "pulse"]}"""));
		assertThat(refusedQuery("GET", "/actuator/events", "x").toJson()).doesNotContain("\"allowed\"");
	}

	private String check(String body) {
		return new String(this.rules.checkBody(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

	private ProblemDescriptor refused(String body) {
		return problem(() -> check(body));
	}

	private ProblemDescriptor refusedHead(String method, @Nullable String type, long length) {
		return problem(() -> this.rules.checkHead(method, type, length));
	}

	private ProblemDescriptor refusedQuery(String method, @Nullable String path, String query) {
		return problem(() -> this.rules.checkQuery(method, path, query));
	}

	private static ProblemDescriptor problem(Runnable check) {
		try {
			check.run();
		}
		catch (RefusedRequestException ex) {
			return ex.problem();
		}
		return Objects.requireNonNull(null, "Nothing was refused");
	}

}
