package io.eventgate.boot.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

import io.eventgate.Event;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts a whole application from a class path that really lacks what is optional, which
 * a filtered class loader cannot do to classes that are loaded already.
 */
class MissingDependencyTests {

	@ParameterizedTest
	@CsvSource({ "Actuator, spring-boot-(starter-)?(actuator|micrometer|health).*",
			"Micrometer, (micrometer-core|spring-boot-(starter-)?micrometer).*",
			"a web server, (spring-web|spring-boot-(starter-)?web|tomcat|.*servlet|spring-boot-(starter-)?tomcat).*",
			"Reactor and WebFlux, (reactor|reactive|lettuce|spring-webflux|spring-boot-(webflux|starter-webflux|data-redis)).*",
			"Spring Security, spring-(security|boot-(starter-)?security).*",
			"Jackson, (jackson|spring-boot-(starter-)?jackson).*",
			"anything optional, '(spring-(web|cloud|security|boot-(?!autoconfigure-?[0-9]|starter-[0-9]|[0-9]))|micrometer-core|reac|"
					+ "jackson|tomcat|jakarta.servlet).*'" })
	void startsWithout(String what, String jars) throws Exception {
		URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((path) -> !Pattern.matches(jars, path.getFileName().toString()))
			.map(MissingDependencyTests::url)
			.toArray(URL[]::new);
		ClassLoader previous = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			leaveUrlHandlersAlone(loader);
			Object answer = Class.forName(Application.class.getName(), true, loader).getMethod("run").invoke(null);
			assertThat(answer).as(what).isEqualTo(true);
		}
		finally {
			Thread.currentThread().setContextClassLoader(previous);
		}
	}

	/** A JVM can have but one factory of URL handlers, and each Tomcat would set it. */
	private static void leaveUrlHandlersAlone(ClassLoader loader) throws ReflectiveOperationException {
		String factory = "org.apache.catalina.webresources.TomcatURLStreamHandlerFactory";
		if (ClassUtils.isPresent(factory, loader)) {
			Class.forName(factory, true, loader).getMethod("disable").invoke(null);
		}
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Loaded by another class loader than the test.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static boolean run() {
			SpringApplication application = new SpringApplication(Application.class);
			try (ConfigurableApplicationContext context = application.run("--server.port=0",
					"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=events",
					"--eventgate.events.orders-open.initially-set=true")) {
				return context.getBean("ordersOpen", Event.class).isSet();
			}
		}

	}

}
