package io.eventgate.cluster;

import java.util.Map;

import io.eventgate.Origin;
import io.eventgate.Transition.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Note} and {@link InstanceReport}, which go through stores as text.
 */
class NoteTests {

	private static final Origin ALICE = new Origin(Origin.Source.JMX, "alice & bob", "50 % = \"half\" \u20ac");

	@Test
	void noteSurvivesTheWayThroughAStore() {
		Note note = new Note(Kind.PULSE, ALICE, "host:1/a", "host:1/a:ff:3", 1_234_567, true);
		assertThat(Note.decode(note.encode())).isEqualTo(note);
		assertThat(note.encode()).startsWith("kind=pulse&source=jmx&principal=alice").doesNotContain("\n", " ");
	}

	@Test
	void emptyFieldsAreLeftOut() {
		Note note = new Note(null, Origin.APPLICATION, "", "", 0, false);
		assertThat(note.encode()).isEqualTo("source=application&at=0");
		assertThat(Note.decode(note.encode())).isEqualTo(note);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&", "=", "a=b", "=x", "%%=%%", "at=soon", "kind=unheard-of&source=nowhere", "op=%zz",
			"\u0000" })
	void whatCannotBeReadCountsAsNotSaid(String text) {
		assertThat(Note.decode(text))
			.isEqualTo(new Note(null, new Origin(Origin.Source.CLUSTER, null, null), "", "", 0, false));
	}

	@Test
	void noteOfALaterVersionOfThisProgramCanBeRead() {
		Note note = Note.decode("principal=alice&color=green&kind=set&at=12");
		assertThat(note.origin().principal()).isEqualTo("alice");
		assertThat(note.kind()).isEqualTo(Kind.SET);
		assertThat(note.atMicros()).isEqualTo(12);
	}

	@Test
	void originIsThatOfTheInstanceThatLooksAtIt() {
		Note note = new Note(Kind.SET, ALICE, "a", "", 0, false);
		assertThat(note.seenBy("a")).isEqualTo(ALICE);
		assertThat(note.seenBy("b"))
			.isEqualTo(new Origin(Origin.Source.CLUSTER, ALICE.principal(), ALICE.reason(), "a"));
	}

	@Test
	void reportSurvivesTheWayThroughAStore() {
		InstanceReport report = new InstanceReport("a", Map.of("orders & co", 3L, "v.w", 1L << 40), Map.of("w.", 7));
		assertThat(InstanceReport.decode("a", report.encode())).isEqualTo(report);
		assertThat(InstanceReport.decode("a", "")).isEqualTo(new InstanceReport("a", Map.of(), Map.of()));
	}

}
