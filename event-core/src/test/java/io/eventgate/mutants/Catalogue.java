/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.mutants;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The catalogue of bugs to plant. No bug is a variant of another: each stands for one
 * sentence of the comments that explain the algorithm.
 */
final class Catalogue {

	private static final String LOOP = "while (this.phase == mine && !refused && !timedOut && !(interrupted && interruptible)) {";

	private static final String HAND_ON = "mine.threads.wake(WAKES_BY_WAITER);";

	static final List<Mutant> MUTANTS = List.of(
			new Mutant("waiter looks at the flag again after it was woken", "LocalEvent.java", LOOP,
					LOOP.replace("this.phase == mine", "!this.phase.set && !(this.phase instanceof Phase.Shutdown)"),
					"PulseAgainstEntry"),
			new Mutant("waiter parks without another look at the phase", "LocalEvent.java", LOOP,
					"boolean parked = false;" + LOOP.replace("this.phase == mine", "(!parked || this.phase == mine)")
							+ "parked = true;",
					"SetAgainstEntry"),
			new Mutant("set() of a set event returns after a mere read", "LocalEvent.java",
					"if ((same && !set) || PHASE.compareAndSet(this, before, after)) {",
					"if (same || PHASE.compareAndSet(this, before, after)) {", "Litmus"),
			new Mutant("call that changes nothing leaves the state temporary", "LocalEvent.java",
					"if (before.keep() || !same) {", "if (same || before.keep() || !same) {", ""),
			new Mutant("call that changes nothing comes before a reversal that is decided", "LocalEvent.java",
					"if (before.keep() || !same) {", "before.keep();\n\t\t\t\tif (true) {", ""),
			new Mutant("set() writes the phase without comparing", "LocalEvent.java",
					"if (this.phase != before || !PHASE.compareAndSet(this, before, after)) {\n\t\t\treturn false;\n\t\t}",
					"if (this.phase != before) { return false; } this.phase = after;", "SetAgainstEntry"),
			new Mutant("transition looks for observers before it changes the phase", "LocalEvent.java",
					"if (this.phase != before || !PHASE.compareAndSet(this, before, after)) {\n\t\t\treturn false;\n\t\t}\n\t\tif (isObserved()) {",
					"boolean early = isObserved();\n\t\tif (this.phase != before || !PHASE.compareAndSet(this, before, after)) {\n\t\t\treturn false;\n\t\t}\n\t\tif (early) {",
					"WhenClearAgainstClear|AddObserverAgainstSet"),
			new Mutant("waiter that is interrupted at its release wakes no other", "LocalEvent.java", HAND_ON,
					"if (!interrupted) { " + HAND_ON + " }", ""),
			new Mutant("waiter whose time runs out at its release wakes no other", "LocalEvent.java", HAND_ON,
					"if (!timedOut) { " + HAND_ON + " }", ""),
			new Mutant("waiter looks at the phase before it departs", "LocalEvent.java",
					"waiter.thread = null;\n\t\t\tnow = this.phase;", "now = this.phase;\n\t\t\twaiter.thread = null;",
					""),
			new Mutant("time-out counts more than the release", "LocalEvent.java",
					"WaitOutcome outcome = now.endOf(mine);",
					"WaitOutcome outcome = timedOut ? WaitOutcome.TIMEOUT : now.endOf(mine);", "SetAgainstTimeout"),
			new Mutant("wait does not look for an interrupt on entry", "LocalEvent.java",
					"if (Thread.interrupted()) {\n\t\t\tthrow new InterruptedException();\n\t\t}\n\t\tif (!isSet()) {",
					"if (!isSet()) {", ""),
			new Mutant("departed waiters use up the quota of a waker", "WaiterStack.java", "waiter.next) && pending) {",
					"waiter.next)) {", ""),
			new Mutant("waiter is taken off before it is woken", "WaiterStack.java",
					"if (pending) {\n\t\t\t\twaiter.wake();\n\t\t\t}\n\t\t\tif (TOP.compareAndSet(this, waiter, waiter.next) && pending) {",
					"if (TOP.compareAndSet(this, waiter, waiter.next) && pending) {\n\t\t\t\twaiter.wake();", ""),
			new Mutant("sweep unlinks a waiter that is pending", "WaiterStack.java", "newer.next = waiter;",
					"newer.next = waiter.next;", ""),
			new Mutant("departing waiter pops the top of the stack", "WaiterStack.java",
					"waiter != null && !waiter.isPending(); waiter = this.top) {",
					"waiter != null; waiter = waiter.isPending() ? null : this.top) {", ""),
			new Mutant("clear() forgets waiters that may still sleep", "Phase.java", "new Waiting(unfinished);",
					"new Waiting(null);", ""),
			new Mutant("phase is forgotten while waiters are left in it", "LocalEvent.java",
					"if (ended.threads.isEmpty() && ended.futures.isEmpty()) {", "if (ended.futures.isEmpty()) {", ""),
			new Mutant("shutdown() releases instead of cutting off", "Phase.java", "(this.cutOff == ended)",
					"(this.cutOff == null)", "CloseAgainstEntry"),
			new Mutant("future that enters late is left alone", "LocalEvent.java",
					"waiter.wakeIfReleased();\n\t\treturn", "return", "SetAgainstWhenSet"),
			new Mutant("future that was released can be cancelled", "FutureWaiter.java",
					"giveUp();\n\t\t\treturn super.cancel(", "return super.cancel(", "SetAgainstCancel"),
			new Mutant("wait for any leaves its losers behind", "CombinedWait.java",
					"futures.forEach((future) -> future.cancel(false));", "futures.forEach(CombinedWait::settle);",
					"AnyAgainstTwoSets"),
			new Mutant("maximum is checked and counted in two steps", "WaiterCount.java",
					"while (!COUNT.compareAndSet(this, now, now + 1));", "while (false);\n\t\tthis.count = now + 1;",
					"EntryAgainstEntry"),
			new Mutant("waiter that is refused waits", "LocalEvent.java", "this.phase == mine && !refused &&",
					"this.phase == mine &&", ""),
			new Mutant("waiter that gives up keeps its place", "WaiterStack.java", "this.count.remove();", "", ""),
			new Mutant("waiter whose time runs out counts as released", "LocalEvent.java",
					"mine.threads.uncount(waiter);", "", ""),
			new Mutant("cancelled future counts as released", "FutureWaiter.java", "this.mine.futures.uncount(this);",
					"", ""),
			new Mutant("place is freed twice", "WaiterStack.java",
					"waiter.counted && COUNTED.compareAndSet(waiter, true, false)", "waiter.counted", ""),
			new Mutant("phase is not volatile", "LocalEvent.java", "private volatile Phase phase;",
					"private Phase phase;", "SpinOnIsSet|PublicationBySet"));

	private Catalogue() {
	}

	/** A pattern of the jcstress tests that all of them need. */
	static String jcstress() {
		return MUTANTS.stream()
			.map(Mutant::jcstress)
			.filter((pattern) -> !pattern.isEmpty())
			.collect(Collectors.joining("|"));
	}

}
