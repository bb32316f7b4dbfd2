package io.eventgate.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Rejects names and aliases of configured events that are names of other beans. So does
 * the bean factory, unless {@code spring.main.allow-bean-definition-overriding} is set:
 * then one bean silently replaces the other. The check runs twice, before the
 * registration of the events and after that of all beans. It does not find a
 * {@code @Bean} method of a later auto-configuration with the name of an event: Spring
 * skips it, and keeps the event.
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
			refuse(EventAlias.of(definition.name()), registry);
		});
	}

	private static void refuse(String name, BeanDefinitionRegistry registry) {
		if (registry.isBeanNameInUse(name)) {
			throw taken(name, registry.containsBeanDefinition(name) ? registry.getBeanDefinition(name) : null);
		}
	}

	private static EventConfigurationException taken(String name, @Nullable BeanDefinition other) {
		return EventConfigurationException.nameTaken(name, (other != null) ? other.getResourceDescription() : null);
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
				String alias = EventAlias.of(name);
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
