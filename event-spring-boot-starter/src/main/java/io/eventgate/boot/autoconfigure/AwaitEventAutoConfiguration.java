/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.boot.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import io.eventgate.EventRegistry;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.aop.AwaitEventBeanPostProcessor;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link AwaitEvent @AwaitEvent}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EventAutoConfiguration.class)
@ConditionalOnBean(EventRegistry.class)
public final class AwaitEventAutoConfiguration {

	AwaitEventAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	static AwaitEventBeanPostProcessor eventgateAwaitEventBeanPostProcessor(BeanFactory beanFactory) {
		return new AwaitEventBeanPostProcessor(() -> beanFactory.getBean(EventRegistry.class),
				() -> executor(beanFactory));
	}

	private static Executor executor(BeanFactory beanFactory) {
		String name = TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME;
		return beanFactory.containsBean(name) ? beanFactory.getBean(name, Executor.class) : ForkJoinPool.commonPool();
	}

}
