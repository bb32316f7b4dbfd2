package io.eventgate.boot.redis;

import java.lang.reflect.Method;

import io.lettuce.core.ClientOptions;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What Lettuce does by itself when a server tells that it is maintained. Found by
 * reflection, as Lettuce 6, which Spring Boot 4.0 brings, has nothing of it.
 */
final class MaintNotifications {

	private static final String CONFIG = "io.lettuce.core.MaintNotificationsConfig";

	private MaintNotifications() {
	}

	/** Switches it off where it is. */
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
