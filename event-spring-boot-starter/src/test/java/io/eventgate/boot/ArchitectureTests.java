/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@code docs/architecture.md} and {@code CONTRIBUTING.md} for the starter.
 */
@AnalyzeClasses(packages = "io.eventgate.boot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.eventgate.boot";

	@ArchTest
	static final ArchRule onlyAutoconfigureDependsOnItsSiblings = slices().matching(ROOT + ".(**)")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(resideInAPackage(ROOT + ".autoconfigure"), alwaysTrue())
		.ignoreDependency(resideInAPackage(ROOT + ".actuate.endpoint"), resideInAPackage(ROOT + ".history"))
		.because(
				"a feature must work without the others; autoconfigure joins them, and the endpoint shows the history");

	@ArchTest
	static final ArchRule typesThatApplicationsNameDependOnNoOtherPackage = noClasses().that()
		.resideInAPackage(ROOT)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT + ".*..");

	@ArchTest
	static final ArchRule redisIsUsedByItsStoreOnly = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".redis", ROOT + ".autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.lettuce..", "org.springframework.data.redis..");

	@ArchTest
	static final ArchRule databasesAreUsedByTheirStoreOnly = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".jdbc", ROOT + ".autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

	@ArchTest
	static final ArchRule metricsDoNotKnowActuator = noClasses().that()
		.resideInAPackage(ROOT + ".metrics..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot.actuate..");

	@ArchTest
	static final ArchRule historyKnowsNothingOfActuatorButAuditEvents = noClasses().that()
		.resideInAPackage(ROOT + ".history..")
		.should()
		.dependOnClassesThat(resideInAPackage("org.springframework.boot.actuate..")
			.and(resideOutsideOfPackage("org.springframework.boot.actuate.audit..")));

	@ArchTest
	static final ArchRule onlyMetersAndObservationsKnowMicrometer = noClasses().that()
		.resideOutsideOfPackages(ROOT + ".metrics", ROOT + ".observation", ROOT + ".autoconfigure")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule storesNeverAskWhatTimeItIsHere = noClasses().that()
		.resideInAnyPackage(ROOT + ".redis..", ROOT + ".jdbc..")
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.dependOnClassesThat()
		.belongToAnyOf(Clock.class);

	@ArchTest
	static final ArchRule threadsAreDaemons = classes().that(createThreads())
		.should()
		.callMethod(Thread.class, "setDaemon", boolean.class);

	@ArchTest
	static final ArchRule publicClassesAreFinal = classes().that()
		.arePublic()
		.and()
		.areNotInterfaces()
		.and()
		.areNotEnums()
		.and()
		.areNotAssignableTo(RuntimeException.class)
		.should()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static void allPackagesAreNullMarked(JavaClasses classes) {
		Set<String> unmarked = classes.stream()
			.map(JavaClass::getPackage)
			.filter((javaPackage) -> !javaPackage.isAnnotatedWith(NullMarked.class))
			.map((javaPackage) -> javaPackage.getName())
			.collect(Collectors.toSet());
		assertThat(unmarked).isEmpty();
	}

	private static DescribedPredicate<JavaClass> createThreads() {
		return DescribedPredicate.describe("create threads",
				(type) -> type.getConstructorCallsFromSelf()
					.stream()
					.anyMatch((call) -> call.getTargetOwner().isEquivalentTo(Thread.class)));
	}

}
