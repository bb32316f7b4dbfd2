package io.eventgate.boot.redis;

import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoopGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OneEventLoop}, on the threads of an application that goes on using
 * them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What is released shuts down at once.
class OneEventLoopTests {

	private static final Class<? extends EventLoopGroup> TYPE = Transports.eventLoopGroupClass();

	private final EventLoopGroupProvider threads = new DefaultEventLoopGroupProvider(1);

	private final ClientResources resources = ClientResources.builder().eventLoopGroupProvider(this.threads).build();

	private final EventLoopGroup ofApplication = this.threads.allocate(TYPE);

	private final EventLoopGroupProvider one = OneEventLoop.of(this.resources).eventLoopGroupProvider();

	@AfterEach
	void stop() {
		this.threads.shutdown(0, 2, TimeUnit.SECONDS);
		this.resources.shutdown(0, 2, TimeUnit.SECONDS);
	}

	@Test
	void clientThatReleasesItsLoopLeavesTheThreadsToTheApplication() {
		EventLoopGroup loop = this.one.allocate(TYPE);
		assertThat(loop).isSameAs(this.ofApplication.next());
		release(this.one, loop);
		assertThatTheApplicationHasItsThreads();
	}

	@Test
	void clientReleasesTheGroupThatItsLoopIsOf() {
		EventLoopGroup loop = this.one.allocate(TYPE);
		release(this.threads, this.ofApplication);
		assertThat(this.ofApplication.isShuttingDown()).isFalse();
		release(this.one, loop);
		assertThat(this.ofApplication.isShuttingDown()).isTrue();
	}

	@Test
	void secondClientIsRefused() {
		this.one.allocate(TYPE);
		assertThatIllegalStateException().isThrownBy(() -> this.one.allocate(TYPE))
			.withMessageContaining("OneEventLoop.of");
	}

	@Test
	void loopThatIsReleasedTwiceLeavesTheThreadsToTheApplication() {
		EventLoopGroup loop = this.one.allocate(TYPE);
		release(this.one, loop);
		release(this.one, loop);
		assertThatTheApplicationHasItsThreads();
	}

	@Test
	void shutdownLeavesTheThreadsToTheApplication() {
		this.one.shutdown(0, 2, TimeUnit.SECONDS);
		assertThatTheApplicationHasItsThreads();
	}

	@Test
	void shutdownReleasesTheGroupThatItsLoopIsOf() {
		this.one.allocate(TYPE);
		release(this.threads, this.ofApplication);
		assertThatTheApplicationHasItsThreads();
		this.one.shutdown(0, 2, TimeUnit.SECONDS);
		assertThat(this.ofApplication.isShuttingDown()).isTrue();
	}

	private void assertThatTheApplicationHasItsThreads() {
		assertThat(this.ofApplication.isShuttingDown()).isFalse();
		assertThat(this.ofApplication.next().isShuttingDown()).isFalse();
	}

	private static void release(EventLoopGroupProvider provider, EventLoopGroup group) {
		provider.release(group, 0, 2, TimeUnit.SECONDS);
	}

}
