package io.eventgate.boot.autoconfigure;

import io.eventgate.Event;
import io.eventgate.EventDefinition;
import io.eventgate.EventRegistry;
import io.eventgate.boot.audit.EventAuditor;
import io.eventgate.boot.audit.EventHistory;
import io.eventgate.boot.waits.EventWaits;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Brings events and the registry together: creates the configured events as soon as there
 * is a registry, the user's own one included, records their transitions from the start,
 * and adds the user's own event beans to it.
 */
final class EventBeanPostProcessor implements BeanPostProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	EventBeanPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof EventRegistry registry) {
			createConfigured(registry);
			// Here, as beans may switch events while they are initialised.
			registry.addListener(this.beanFactory.getBean(EventHistory.class));
			registry.addListener(this.beanFactory.getBean(EventWaits.class));
			registry.addListener(this.beanFactory.getBean(EventAuditor.class));
		}
		else if (bean instanceof Event event && isSingleton(beanName)) {
			join(beanName, event);
		}
		return bean;
	}

	private boolean isSingleton(String beanName) {
		return this.beanFactory.containsBean(beanName) && this.beanFactory.isSingleton(beanName);
	}

	private void createConfigured(EventRegistry registry) {
		for (EventDefinition definition : this.beanFactory.getBean(EventProperties.class).definitions()) {
			if (registry.find(definition.name()).isEmpty()) {
				registry.create(definition);
			}
		}
	}

	private void join(String name, Event event) {
		EventRegistry registry = this.beanFactory.getBean(EventRegistry.class);
		// Configured, as most are: to look through all for each would take the square of
		// their number.
		if (registry.find(name).filter(event::equals).isPresent()) {
			return;
		}
		if (registry.getRegistrations().stream().noneMatch((registration) -> registration.event().equals(event))) {
			registry.register(define(name, event), event);
		}
	}

	private EventDefinition define(String name, Event event) {
		try {
			return EventDefinition.builder(name).initiallySet(event.isSet()).description(description(name)).build();
		}
		catch (IllegalArgumentException ex) {
			throw new EventConfigurationException(
					"The bean '" + name + "' of type Event cannot have that name: " + ex.getMessage() + ".",
					"Rename the bean to a short name of letters, digits and dashes.");
		}
	}

	private String description(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return "";
		}
		String description = this.beanFactory.getBeanDefinition(beanName).getDescription();
		return (description != null) ? description : "";
	}

}
