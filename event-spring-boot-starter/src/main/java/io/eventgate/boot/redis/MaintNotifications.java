/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.redis;

import java.lang.reflect.Method;

import io.lettuce.core.ClientOptions;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The option of Lettuce to react to maintenance notifications of a server. Found by
 * reflection, because Lettuce 6, the version of Spring Boot 4.0, does not have it.
 */
final class MaintNotifications {

	private static final String CONFIG = "io.lettuce.core.MaintNotificationsConfig";

	private MaintNotifications() {
	}

	/** Disables the option if it exists. */
	static ClientOptions.Builder disable(ClientOptions.Builder options) {
		ClassLoader loader = ClientOptions.class.getClassLoader();
		if (ClassUtils.isPresent(CONFIG, loader)) {
			Class<?> config = ClassUtils.resolveClassName(CONFIG, loader);
			Method disabled = ClassUtils.getMethod(config, "disabled");
			Method setter = ClassUtils.getMethod(ClientOptions.Builder.class, "maintNotificationsConfig", config);
			ReflectionUtils.invokeMethod(setter, options, ReflectionUtils.invokeMethod(disabled, null));
		}
		return options;
	}

}
