package io.eventgate.sample;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast the order desk runs. How often orders come and when the products are loaded is
 * read where it is scheduled.
 *
 * @param orderWork how long a worker works on an order
 * @param productPatience how long a request for a product waits until they are loaded
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("250ms") Duration orderWork, @DefaultValue("2s") Duration productPatience) {

}
