package io.eventgate.sample;

import java.time.Duration;

import io.eventgate.Event;
import io.eventgate.boot.EventTimeoutException;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

class ProductCatalogTests {

	private final Event cacheWarm = Event.create();

	private final ProductCatalog catalog = new ProductCatalog(this.cacheWarm);

	private final ProductController controller = new ProductController(this.catalog);

	@Test
	void theEventIsSetOnceTheProductsAreThere() {
		assertThat(this.catalog.find(1)).isEmpty();
		this.catalog.load();
		assertThat(this.cacheWarm.isSet()).isTrue();
		assertThat(this.controller.product(1).getBody()).isEqualTo(this.catalog.find(1).orElseThrow());
		assertThat(this.controller.product(99).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void aRequestWhosePatienceEndsIsToldToComeBack() {
		assertIsToldToComeBack(this.controller.tooEarly(new EventTimeoutException("cache-warm", Duration.ZERO)));
	}

	@Test
	void aRequestDuringShutdownIsToldToComeBack() {
		assertIsToldToComeBack(this.controller.shuttingDown());
	}

	private static void assertIsToldToComeBack(ResponseEntity<?> answer) {
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
	}

}
