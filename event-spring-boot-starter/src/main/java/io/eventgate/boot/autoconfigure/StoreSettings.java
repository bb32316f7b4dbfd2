package io.eventgate.boot.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.eventgate.boot.EventConfigurationException;
import io.eventgate.cluster.ClusterSettings;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Settings of {@code eventgate.store}, with defaults for missing properties.
 */
final class StoreSettings {

	private StoreSettings() {
	}

	static ClusterSettings of(EventProperties.Store store) {
		String instance = StringUtils.hasText(store.instance()) ? store.instance() : someName();
		return check(() -> ClusterSettings.builder(instance)
			.commandTimeout(store.commandTimeout())
			.syncInterval(store.syncInterval())
			.startupPolicy(store.startupPolicy())
			.cutOffAfter(store.cutOffAfter())
			.forgetAfter(store.forgetAfter())
			.build());
	}

	static String namespace(EventProperties.Store store, Environment environment) {
		String namespace = StringUtils.hasText(store.namespace()) ? store.namespace()
				: environment.getProperty("spring.application.name");
		if (!StringUtils.hasText(namespace)) {
			throw new EventConfigurationException(
					"Property 'eventgate.store.namespace' is missing, and so is its default,"
							+ " 'spring.application.name'.",
					"Set one of them to a name that only the instances of this application share.");
		}
		return namespace;
	}

	/** Runs code that rejects a setting with an {@link IllegalArgumentException}. */
	static <T> T check(Supplier<T> creation) {
		try {
			return creation.get();
		}
		catch (IllegalArgumentException ex) {
			throw new EventConfigurationException(
					"A property under eventgate.store is not valid: " + ex.getMessage() + ".",
					"Correct the properties under eventgate.store.");
		}
	}

	/**
	 * Returns a name that contains the host, for operators. The number distinguishes
	 * several instances on one host, which may be in one JVM.
	 */
	private static String someName() {
		return host() + "-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 24));
	}

	private static String host() {
		try {
			return Objects.requireNonNullElse(InetAddress.getLocalHost().getHostName(), "localhost");
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
