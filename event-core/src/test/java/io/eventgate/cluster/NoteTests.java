/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.eventgate.Origin;
import io.eventgate.Transition.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Note} and {@link InstanceReport}, which stores keep as text.
 */
class NoteTests {

	private static final Origin ALICE = new Origin(Origin.Source.JMX, "alice & bob", "50 % = \"half\" \u20ac");

	@Test
	void noteIsDecodedAsItWasEncoded() {
		Note note = new Note(Kind.PULSE, ALICE, "host:1/a", "host:1/a:ff:3", 1_234_567, 1_234_568, 2_345_678);
		assertThat(Note.decode(note.encode())).isEqualTo(note);
		assertThat(note.encode()).startsWith("kind=pulse&source=jmx&principal=alice").doesNotContain("\n", " ");
	}

	@Test
	void emptyFieldsAreOmitted() {
		Note note = new Note(null, Origin.APPLICATION, "", "", 0, 0, 0);
		assertThat(note.encode()).isEqualTo("source=application&at=0");
		assertThat(Note.decode(note.encode())).isEqualTo(note);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&", "=", "a=b", "=x", "%%=%%", "at=soon", "kind=unheard-of&source=nowhere", "op=%zz",
			"\u0000" })
	void unreadableNoteIsEmpty(String text) {
		assertThat(Note.decode(text))
			.isEqualTo(new Note(null, new Origin(Origin.Source.CLUSTER, null, null), "", "", 0, 0, 0));
	}

	@Test
	void noteOfALaterVersionOfThisProgramCanBeRead() {
		Note note = Note.decode("principal=alice&color=green&kind=set&at=12");
		assertThat(note.origin().principal()).isEqualTo("alice");
		assertThat(note.kind()).isEqualTo(Kind.SET);
		assertThat(note.atMicros()).isEqualTo(12);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "&", "\u4e2d", "\ud83d\ude80" })
	void noteIsBoundedForAllCharacters(String character) {
		String text = character.repeat(Origin.MAX_TEXT_LENGTH);
		String instance = "\u4e2d".repeat(200);
		Note note = new Note(Kind.SET, new Origin(Origin.Source.ENDPOINT, text, text), instance, "ff:3", 1_234_567,
				1_234_567, 0);
		assertThat(note.encode()).hasSizeLessThanOrEqualTo(2_048);
		Note decoded = Note.decode(note.encode());
		assertThat(decoded.operation()).isEqualTo("ff:3");
		assertThat(decoded.instance()).isEqualTo(instance);
		assertThat(decoded.askedMicros()).isEqualTo(1_234_567);
		assertThat(note.origin().reason()).startsWith(String.valueOf(decoded.origin().reason()));
	}

	@Test
	void textsOfUsualLengthAreNotCut() {
		Origin origin = new Origin(Origin.Source.ENDPOINT, "alice", "\u00e9".repeat(200));
		assertThat(Note.decode(new Note(Kind.SET, origin, "host-1", "ff:3", 1, 0, 0).encode()).origin())
			.isEqualTo(origin);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "9223372036854775807", "9007199254740991", "9223372036854775808", "1.5", "", "+1",
			"\u0661", "00000000000000001" })
	void invalidTimeIsUnknown(String time) {
		assertThat(Note.decode("at=" + time).atMicros()).isZero();
	}

	@Test
	void originDependsOnTheReadingInstance() {
		Note note = new Note(Kind.SET, ALICE, "a", "", 0, 0, 0);
		assertThat(note.seenBy("a")).isEqualTo(ALICE);
		assertThat(note.seenBy("b"))
			.isEqualTo(new Origin(Origin.Source.CLUSTER, ALICE.principal(), ALICE.reason(), "a"));
	}

	@Test
	void requestKeepsAllOtherFields() {
		String text = new Note(Kind.SET, ALICE, "a", "ff:3", 12, 0, 34).encode() + "&color=green";
		String asked = Note.asked(text, 56);
		assertThat(Note.decode(asked)).isEqualTo(new Note(Kind.SET, ALICE, "a", "ff:3", 12, 56, 34));
		assertThat(asked).contains("&color=green");
		assertThat(Note.decode(Note.asked("", -7)).askedMicros()).isOne();
	}

	@Test
	void requestWithALongReasonIsBounded() {
		Origin origin = new Origin(Origin.Source.ENDPOINT, "alice", "\u4e2d".repeat(Origin.MAX_TEXT_LENGTH));
		String asked = Note.asked(new Note(Kind.SET, origin, "a", "ff:3", 12, 0, 0).encode(), 1_795_840_542_995_409L);
		assertThat(asked).hasSizeLessThanOrEqualTo(2_048);
		assertThat(Note.decode(asked).origin().principal()).isEqualTo("alice");
		assertThat(Note.decode(asked).askedMicros()).isEqualTo(1_795_840_542_995_409L);
	}

	@Test
	void reportIsDecodedAsItWasEncoded() {
		InstanceReport report = new InstanceReport("a", Map.of("orders & co", 3L, "v.w", 1L << 40), Map.of("w.", 7),
				Map.of("orders & co", 0, "a.", 4), "12-345 678", 5_678, Duration.ofSeconds(15), false);
		InstanceReport decoded = InstanceReport.decode("a", report.encode(), 0);
		assertThat(decoded).usingRecursiveComparison().isEqualTo(report);
		assertThat(decoded).hasToString(report.toString());
	}

	@Test
	void reportOfManyEventsIsShort() {
		String text = new InstanceReport("a", Map.of("orders", 3L), Map.of("orders", 12, "payments", 1),
				Map.of("orders", 5), "123456-12345678901234567890 123456-0", 1_795_840_542_995_409L,
				Duration.ofSeconds(15), false)
			.encode();
		assertThat(text).hasSizeLessThan(300 - 100);
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "14999999, false", "15000001, true", "-14999999, false", "-15000001, true" })
	void instanceWithAnExpiredReportIsLost(long ageMicros, boolean lost) {
		assertThat(InstanceReport.decode("a", "ttl=15000", ageMicros).isLost()).isEqualTo(lost);
	}

	@Test
	void nameOfAnInstanceIsInertAndBounded() {
		assertThat(InstanceReport.decode("a\u202e\n\u001b[2Jb\ud800", "", 0).instance()).isEqualTo("a   [2Jb");
		assertThat(InstanceReport.decode("x".repeat(1_000_000), "", 0).instance()).hasSize(200).endsWith("...");
	}

	@ParameterizedTest
	@ValueSource(strings = { "w.a=-1", "w.a=many", "w.a=", "w.a=1.5", "w.a=9007199254740991", "a.a=-1", "a.a=none",
			"v.a=-1", "v.a=x", "v.a=9007199254740991", "w.a%0Ab=1", "v.%E2%80%AEa=1" })
	void invalidCountsAndVersionsAreIgnored(String text) {
		InstanceReport decoded = InstanceReport.decode("i", text, 0);
		assertThat(decoded.applied()).isEmpty();
		assertThat(decoded.waiters()).isEmpty();
		assertThat(decoded.active()).isEmpty();
	}

	@Test
	void countThatIsTooHighDoesNotWrap() {
		assertThat(InstanceReport.decode("i", "w.a=4294967297&w.b=9007199254740990", 0).waiters())
			.isEqualTo(Map.of("a", Integer.MAX_VALUE, "b", Integer.MAX_VALUE));
		assertThat(InstanceReport.decode("i", "a.a=4294967296", 0).active()).isEqualTo(Map.of("a", Integer.MAX_VALUE));
	}

	@Test
	void tooLongReportIsEmpty() {
		String text = "v.a=1&x=" + "x".repeat(100_000);
		InstanceReport decoded = InstanceReport.decode("i", text, 0);
		assertThat(decoded.applied()).isEmpty();
		assertThat(decoded.waiters()).isEmpty();
	}

	@Test
	void reportIsBoundedAndItsVersionsComeFirst() {
		Map<String, Integer> waiters = IntStream.range(0, 10_000)
			.boxed()
			.collect(Collectors.toMap((i) -> "event-" + i, (i) -> i));
		String text = new InstanceReport("i", Map.of("a", 7L), waiters, Map.of("a", 3, "event-1", 2), "", 5,
				Duration.ofSeconds(1), false)
			.encode();
		assertThat(text).hasSizeLessThanOrEqualTo(65_536);
		InstanceReport decoded = InstanceReport.decode("i", text, 0);
		assertThat(decoded.applied()).isEqualTo(Map.of("a", 7L));
		assertThat(decoded.active()).isEqualTo(Map.of("a", 3));
		assertThat(decoded.followedMicros()).as("the mark of a whole report").isZero();
		assertThat(decoded.waiters()).hasSizeGreaterThan(2_000)
			.allSatisfy((event, count) -> assertThat(waiters).containsEntry(event, count));
	}

}
