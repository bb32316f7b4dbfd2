package io.eventgate;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "io.eventgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	/** What a user has to name; all other types of the package are its own affair. */
	private static final DescribedPredicate<JavaClass> NAMED_BY_USERS = DescribedPredicate
		.describe("named by users",
				(type) -> java.util.stream.Stream.of(Event.class, EventClosedException.class, EventDefinition.class,
						EventListener.class, EventRegistry.class, EventRegistry.Listener.class,
						EventRegistry.Registration.class, Origin.class, Origin.Source.class, Transition.class,
						Transition.Kind.class, WaitOutcome.class, WaitingThread.class)
					.anyMatch(type::isEquivalentTo));

	@ArchTest
	static final ArchRule coreDependsOnTheJdkOnly = classes().that()
		.resideInAPackage("io.eventgate")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.eventgate", "java..", "org.jspecify.annotations")
		.because("whoever uses the events gets nothing else with them");

	@ArchTest
	static final ArchRule coreKnowsNothingOfClusters = noClasses().that()
		.resideInAPackage("io.eventgate")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.eventgate.*..")
		.because("imports run downward only");

	@ArchTest
	static final ArchRule nothingIsPublicThatNeedNotBe = classes().that()
		.resideInAPackage("io.eventgate")
		.and()
		.areNotAnonymousClasses()
		.and(DescribedPredicate.not(NAMED_BY_USERS))
		.should()
		.notBePublic()
		.because("what is public has to be supported; a type that users must name belongs in this test's list");

	@ArchTest
	static final ArchRule whatUsersNameIsPublic = classes().that(NAMED_BY_USERS).should().bePublic();

	@ArchTest
	static final ArchRule publicClassesAreNotToBeExtended = classes().that()
		.resideInAPackage("io.eventgate")
		.and()
		.arePublic()
		.and()
		.areNotInterfaces()
		.and()
		.areNotAssignableTo(Throwable.class)
		.should()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule nothingIsSynchronized = methods().that()
		.areDeclaredInClassesThat()
		.resideInAPackage("io.eventgate")
		.should()
		.notHaveModifier(JavaModifier.SYNCHRONIZED)
		.because("a virtual thread must not be pinned");

	@ArchTest
	static final ArchRule nothingWaitsAtAMonitor = noClasses().that()
		.resideInAPackage("io.eventgate")
		.should()
		.callMethod(Object.class, "wait")
		.orShould()
		.callMethod(Object.class, "wait", long.class)
		.orShould()
		.callMethod(Object.class, "notifyAll")
		.orShould()
		.callMethod(Object.class, "notify")
		.because("a virtual thread must not be pinned");

}
