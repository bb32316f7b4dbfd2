package io.eventgate.boot.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at start-up when events cannot be made as they are configured. The failure
 * analysis shows its message and the remedy.
 *
 * @since 0.1.0
 */
public final class EventConfigurationException extends IllegalStateException {

	/** What to do about it. */
	private final String remedy;

	EventConfigurationException(String message, String remedy) {
		super(message);
		this.remedy = remedy;
	}

	static EventConfigurationException nameTaken(String beanName, @Nullable String definedIn) {
		return new EventConfigurationException(
				"An event under eventgate.events would have the bean name '" + beanName
						+ "' (its own name, or that in camel case), but another bean has it"
						+ ((definedIn != null) ? ", defined in " + definedIn : "") + ".",
				"Give the event under eventgate.events another name, or rename the bean '" + beanName + "'.");
	}

	static EventConfigurationException storeMissing(EventProperties.StoreType type) {
		String name = type.name().toLowerCase(Locale.ROOT);
		return new EventConfigurationException(
				"Property 'eventgate.store.type' is '" + name + "', but there is no store of this kind.",
				"Add " + type.dependency() + " to the class path, or set eventgate.store.type=local.");
	}

	static EventConfigurationException noDataSource() {
		return new EventConfigurationException(
				"Property 'eventgate.store.type' is 'jdbc', but there is no DataSource, or there are several.",
				"Set spring.datasource.url, or mark one DataSource as @Primary, or declare a bean of type"
						+ " JdbcStateStore.");
	}

	static EventConfigurationException noStore(String event) {
		return new EventConfigurationException(
				"Event '" + event + "' has the scope 'cluster', but there is no store that instances could share.",
				"Set eventgate.store.type to redis or jdbc, or eventgate.events." + event + ".scope to local.");
	}

	/**
	 * Tells what to do about it.
	 * @return one sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
