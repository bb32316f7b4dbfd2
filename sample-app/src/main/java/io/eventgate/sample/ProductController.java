package io.eventgate.sample;

import io.eventgate.EventShutdownException;
import io.eventgate.boot.AwaitEvent;
import io.eventgate.boot.EventInterruptedException;
import io.eventgate.boot.EventTimeoutException;

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

	ProductController(ProductCatalog catalog) {
		this.catalog = catalog;
	}

	@GetMapping("/products/{id}")
	@AwaitEvent(name = "cache-warm", timeout = "${sample.product-patience}")
	ResponseEntity<Product> product(@PathVariable int id) {
		return ResponseEntity.of(this.catalog.find(id));
	}

	@ExceptionHandler
	ResponseEntity<?> tooEarly(EventTimeoutException ex) {
		return unavailable("The products are not loaded yet");
	}

	@ExceptionHandler({ EventShutdownException.class, EventInterruptedException.class })
	ResponseEntity<?> shuttingDown() {
		return unavailable("The order desk is closing");
	}

	private static ResponseEntity<?> unavailable(String why) {
		return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, why))
			.header(HttpHeaders.RETRY_AFTER, "2")
			.build();
	}

}
