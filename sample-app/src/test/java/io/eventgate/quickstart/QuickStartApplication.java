/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.quickstart;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application of the quick start in README.md.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class QuickStartApplication {

}
