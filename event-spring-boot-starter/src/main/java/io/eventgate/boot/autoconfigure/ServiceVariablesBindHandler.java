package io.eventgate.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Handler that omits the event which the binder would create for
 * {@code EVENTGATE_EVENTS_PORT}, a variable that Kubernetes adds for a Service named
 * {@code eventgate-events}.
 */
final class ServiceVariablesBindHandler extends AbstractBindHandler {

	private static final ConfigurationPropertyName EVENTS = ConfigurationPropertyName.of("eventgate.events");

	ServiceVariablesBindHandler() {
	}

	ServiceVariablesBindHandler(BindHandler parent) {
		super(parent);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		if (EVENTS.isParentOf(name) && isOfService(name, context)) {
			return null;
		}
		return super.onFailure(name, target, context, error);
	}

	/**
	 * Returns whether the property is a variable of a Kubernetes Service. The context no
	 * longer has it after the binder has tried its parts.
	 */
	private static boolean isOfService(ConfigurationPropertyName name, BindContext context) {
		for (ConfigurationPropertySource source : context.getSources()) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return isOfService(property);
			}
		}
		return false;
	}

	private static boolean isOfService(ConfigurationProperty property) {
		return property.getOrigin() instanceof PropertySourceOrigin origin
				&& origin.getPropertySource() instanceof SystemEnvironmentPropertySource
				&& EventVariables.isOfService(origin.getPropertyName(), property.getValue());
	}

}
