/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class ArchitectureTests {

	private static final String CORE = "io.eventgate";

	private static final JavaClasses CLASSES = importClasses();

	/** Types that users name. All other types of the package are internal. */
	private static final List<Class<?>> NAMED_BY_USERS = List.of(CallerResolver.class, Drain.class, Event.class,
			EventShutdownException.class, EventDefinition.class, EventDefinition.Builder.class,
			EventDefinition.CutOff.class, EventDefinition.Scope.class, EventObserver.class, EventRegistry.class,
			RevertibleEvent.class, EventRegistry.Listener.class, EventRegistry.Registration.class,
			ForwardingEvent.class, GuardedCall.class, InertText.class, NonBlockingThreadDetector.class, Origin.class,
			Origin.CallableOp.class, Origin.Source.class, TooManyWaitersException.class, Transition.class,
			Transition.Kind.class, WaitOutcome.class, WaitingThread.class);

	@Test
	void coreDependsOnTheJdkOnly() {
		classes().that()
			.resideInAPackage(CORE)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(CORE, "java..", "org.jspecify.annotations")
			.because("users of events must not get other dependencies")
			.check(CLASSES);
	}

	@Test
	void coreDoesNotDependOnClusters() {
		noClasses().that()
			.resideInAPackage(CORE)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(CORE + ".*..")
			.because("packages depend only on lower layers")
			.check(CLASSES);
	}

	@Test
	void clusterDependsOnTheCoreAndTheJdkOnly() {
		classes().that()
			.resideInAPackage(CORE + ".cluster..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(CORE, CORE + ".cluster..", "java..", "org.jspecify.annotations")
			.because("engines are not in it")
			.check(CLASSES);
	}

	@Test
	void clusterDependsOnNoDatabase() {
		noClasses().that()
			.resideInAPackage(CORE + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "javax.sql..")
			.because("the JDK has databases too, and they belong to a store")
			.check(CLASSES);
	}

	@Test
	void anEventHasNoThreads() {
		noClasses().that()
			.resideInAPackage(CORE)
			.should()
			.callConstructorWhere(DescribedPredicate.describe("it is that of a thread or an executor",
					(JavaConstructorCall call) -> call.getTargetOwner().isAssignableTo(Thread.class)
							|| call.getTargetOwner().isAssignableTo(Executor.class)))
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Executors.class, ForkJoinPool.class, Timer.class)
			.because("the thread that switches an event does all the work")
			.check(CLASSES);
	}

	@Test
	void threadsOfClustersAreDaemons() {
		classes()
			.that(DescribedPredicate.describe("create threads",
					(JavaClass type) -> type.getConstructorCallsFromSelf()
						.stream()
						.anyMatch((call) -> call.getTargetOwner().isEquivalentTo(Thread.class))))
			.should()
			.callMethod(Thread.class, "setDaemon", boolean.class)
			.because("an application must be able to exit")
			.check(CLASSES);
	}

	@Test
	void clusterNeverReadsTheLocalClock() {
		noClasses().that()
			.resideInAPackage(CORE + ".cluster..")
			.and()
			.doNotHaveSimpleName("Cause") // for display
			.should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Clock.class)
			.because("clocks of instances differ; there is that of the store, and System.nanoTime()")
			.check(CLASSES);
	}

	@Test
	void onlyApiTypesArePublic() {
		classes().that()
			.resideInAPackage(CORE)
			.and(DescribedPredicate.not(namedByUsers()))
			.should()
			.notBePublic()
			.because("what is public has to be supported; a type that users must name belongs in this test's list")
			.check(CLASSES);
	}

	@Test
	void publicClassesAreFinal() {
		classes().that()
			.resideInAPackage(CORE)
			.and()
			.arePublic()
			.and()
			.areNotInterfaces()
			.and()
			.haveSimpleNameNotEndingWith("Exception")
			.and()
			.doNotHaveSimpleName("ForwardingEvent")
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

	@Test
	void noClassUsesMonitors() {
		String reason = "a virtual thread must not be pinned";
		methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).because(reason).check(CLASSES);
		noClasses().should()
			.callMethod(Object.class, "wait")
			.orShould()
			.callMethod(Object.class, "wait", long.class)
			.orShould()
			.callMethod(Object.class, "notifyAll")
			.orShould()
			.callMethod(Object.class, "notify")
			.because(reason)
			.check(CLASSES);
	}

	private static DescribedPredicate<JavaClass> namedByUsers() {
		return DescribedPredicate.describe("named by users",
				(type) -> NAMED_BY_USERS.stream().anyMatch(type::isEquivalentTo));
	}

	private static JavaClasses importClasses() {
		// The rules need only the names of other classes, whose import is slow.
		boolean before = ArchConfiguration.get().resolveMissingDependenciesFromClassPath();
		ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
		try {
			return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(CORE);
		}
		finally {
			ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(before);
		}
	}

}
