package io.eventgate.quickstart;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application of who has read the README.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class QuickStartApplication {

}
