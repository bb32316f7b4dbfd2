package io.eventgate.sample;

import java.time.Duration;

import io.eventgate.Event;
import io.eventgate.EventClosedException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows products. A request that comes before they are loaded waits a while.
 */
@RestController
class ProductController {

	private final ProductCatalog catalog;

	private final Event cacheWarm;

	private final Duration patience;

	ProductController(ProductCatalog catalog, Event cacheWarm, SampleProperties properties) {
		this.catalog = catalog;
		this.cacheWarm = cacheWarm;
		this.patience = properties.productPatience();
	}

	@GetMapping("/products/{id}")
	ResponseEntity<?> product(@PathVariable int id) throws InterruptedException {
		if (!this.cacheWarm.await(this.patience)) {
			return unavailable("The products are not loaded yet");
		}
		return ResponseEntity.of(this.catalog.find(id));
	}

	@ExceptionHandler({ EventClosedException.class, InterruptedException.class })
	ResponseEntity<?> shuttingDown() {
		return unavailable("The order desk is closing");
	}

	private static ResponseEntity<?> unavailable(String why) {
		return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, why))
			.header(HttpHeaders.RETRY_AFTER, "2")
			.build();
	}

}
