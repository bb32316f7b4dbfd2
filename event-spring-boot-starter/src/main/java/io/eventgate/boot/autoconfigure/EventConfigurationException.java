package io.eventgate.boot.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Thrown at start-up if the configuration of events is not valid. The failure analysis
 * contains its message and the remedy.
 *
 * @since 0.1.0
 */
public final class EventConfigurationException extends IllegalStateException {

	/** The action that corrects the configuration. */
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

	static EventConfigurationException notAMap(String key) {
		return new EventConfigurationException(
				"Property '" + key + "' must be a map of events by name but was a string or a list.",
				"Write " + key + ".<name>.initially-set=false for each event.");
	}

	static EventConfigurationException notAnEvent(String kind, String key, String example) {
		return new EventConfigurationException(
				kind + " '" + key + "' must be the properties of an event but was a single value.",
				"Write " + example + "=true for an event that is set from the start.");
	}

	static EventConfigurationException notASection(String kind, String key, String properties) {
		return new EventConfigurationException(
				kind + " '" + key + "' is the prefix of properties and must not have a value.",
				"Use one of " + properties + ".");
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
		return new EventConfigurationException("Event '" + event + "' has the scope 'cluster', but there is no store.",
				"Set eventgate.store.type to redis or jdbc, or eventgate.events." + event + ".scope to local.");
	}

	EventConfigurationException withOrigin(Origin origin) {
		return new EventConfigurationException(getMessage() + " Origin: " + origin + ".", this.remedy);
	}

	/**
	 * Returns the remedy.
	 * @return one sentence
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
