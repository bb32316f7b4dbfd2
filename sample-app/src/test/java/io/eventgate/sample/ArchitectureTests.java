/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * An application needs the types that are meant for it, and no others.
 */
@AnalyzeClasses(packages = "io.eventgate.sample", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule sampleUsesTypesForApplicationsOnly = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.eventgate.boot.*..", "io.eventgate.cluster..");

}
