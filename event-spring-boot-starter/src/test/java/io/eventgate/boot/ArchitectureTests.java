package io.eventgate.boot;

import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Imports run downward only. The endpoint shows the history of an event and how long
 * waits took, so it stands on {@code history}; other than that no sibling knows another,
 * and only {@code autoconfigure} knows all.
 */
@AnalyzeClasses(packages = "io.eventgate.boot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule siblingsDoNotKnowEachOther = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("types that users name")
		.definedBy("io.eventgate.boot")
		.layer("autoconfigure")
		.definedBy("io.eventgate.boot.autoconfigure..")
		.layer("endpoint")
		.definedBy("io.eventgate.boot.actuate..")
		.layer("console")
		.definedBy("io.eventgate.boot.console..")
		.layer("aop")
		.definedBy("io.eventgate.boot.aop..")
		.layer("metrics")
		.definedBy("io.eventgate.boot.metrics..")
		.layer("observation")
		.definedBy("io.eventgate.boot.observation..")
		.layer("health")
		.definedBy("io.eventgate.boot.health..")
		.layer("history")
		.definedBy("io.eventgate.boot.history..")
		.layer("redis")
		.definedBy("io.eventgate.boot.redis..")
		.layer("jdbc")
		.definedBy("io.eventgate.boot.jdbc..")
		.layer("threads")
		.definedBy("io.eventgate.boot.threads..")
		.layer("web")
		.definedBy("io.eventgate.boot.web..")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("endpoint")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("console")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("aop")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("metrics")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("observation")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("health")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("history")
		.mayOnlyBeAccessedByLayers("autoconfigure", "endpoint")
		.whereLayer("redis")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("jdbc")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("threads")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("web")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("io.eventgate.boot.(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule metricsDoNotKnowActuator = noClasses().that()
		.resideInAPackage("io.eventgate.boot.metrics..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot.actuate..");

	@ArchTest
	static final ArchRule historyKnowsNothingOfActuatorButAuditEvents = noClasses().that()
		.resideInAPackage("io.eventgate.boot.history..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.springframework.boot.actuate..")
			.and(JavaClass.Predicates.resideOutsideOfPackage("org.springframework.boot.actuate.audit..")));

	@ArchTest
	static final ArchRule neitherEndpointNorHistoryKnowsMicrometer = noClasses().that()
		.resideInAnyPackage("io.eventgate.boot.actuate..", "io.eventgate.boot.history..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule storesNeverAskWhatTimeItIsHere = noClasses().that()
		.resideInAnyPackage("io.eventgate.boot.redis..", "io.eventgate.boot.jdbc..")
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.dependOnClassesThat()
		.belongToAnyOf(Clock.class);

}
