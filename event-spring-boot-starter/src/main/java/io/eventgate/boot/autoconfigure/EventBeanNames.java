/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import io.eventgate.boot.EventConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * The names and aliases of the beans of events. Rejects names and aliases of configured
 * events that are names of other beans. So does the bean factory, unless
 * {@code spring.main.allow-bean-definition-overriding} is set: then one bean silently
 * replaces the other. The check runs twice, before the registration of the events and
 * after that of all beans. It does not find a {@code @Bean} method of a later
 * auto-configuration with the name of an event: Spring skips it, and keeps the event.
 */
final class EventBeanNames implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	EventBeanNames(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		EventBeanRegistrar.definitions(this.environment).forEach((definition) -> {
			refuse(definition.name(), registry);
			refuse(alias(definition.name()), registry);
		});
	}

	private static void refuse(String name, BeanDefinitionRegistry registry) {
		if (registry.isBeanNameInUse(name)) {
			throw taken(name, registry.containsBeanDefinition(name) ? registry.getBeanDefinition(name) : null);
		}
	}

	/**
	 * Returns the second name of an event's bean, in camel case: {@code cacheWarm} for
	 * {@code cache-warm}. Characters that are not allowed in a Java identifier are
	 * removed. It is the name itself if nothing would remain.
	 */
	static String alias(String name) {
		StringBuilder alias = new StringBuilder(name.length());
		boolean raise = false;
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (!Character.isJavaIdentifierPart(c)) {
				raise = !alias.isEmpty();
			}
			else {
				alias.append(raise ? Character.toUpperCase(c) : c);
				raise = false;
			}
		}
		return alias.isEmpty() ? name : alias.toString();
	}

	/**
	 * Returns the problem of a configured event whose name or alias another bean has.
	 * @param name the name or alias
	 * @param other the definition of the other bean, if there is one
	 */
	static EventConfigurationException taken(String name, @Nullable BeanDefinition other) {
		String definedIn = (other != null) ? other.getResourceDescription() : null;
		return new EventConfigurationException(
				"An event under eventgate.events would have the bean name '" + name
						+ "' (its own name, or that in camel case), but another bean has it"
						+ ((definedIn != null) ? ", defined in " + definedIn : "") + ".",
				"Give the event under eventgate.events another name, or rename the bean '" + name + "'.");
	}

	/** Returns the problem, or {@code null} if none of the two beans is an event. */
	static @Nullable EventConfigurationException taken(BeanDefinitionOverrideException failure) {
		if (EventBeanRegistrar.isConfiguredEvent(failure.getBeanDefinition())) {
			return taken(failure.getBeanName(), failure.getExistingDefinition());
		}
		return EventBeanRegistrar.isConfiguredEvent(failure.getExistingDefinition())
				? taken(failure.getBeanName(), failure.getBeanDefinition()) : null;
	}

	/**
	 * Checks after the definition of all beans, and before test contexts replace some by
	 * mocks.
	 */
	static final class Check implements BeanFactoryPostProcessor, PriorityOrdered {

		private final Environment environment;

		Check(Environment environment) {
			this.environment = environment;
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			EventBeanRegistrar.definitions(this.environment).forEach((definition) -> {
				String name = definition.name();
				String alias = alias(name);
				if (beanFactory.containsBeanDefinition(name)
						&& !EventBeanRegistrar.isConfiguredEvent(beanFactory.getBeanDefinition(name))) {
					throw taken(name, beanFactory.getBeanDefinition(name));
				}
				if (!alias.equals(name) && beanFactory.containsBeanDefinition(alias)) {
					throw taken(alias, beanFactory.getBeanDefinition(alias));
				}
			});
		}

	}

}
