package io.eventgate.boot.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * Serves all connections of a client by one thread of those that there are. So a hint
 * that one of them brings becomes a read on the other, and its answer a release, without
 * a change of threads.
 *
 * <p>
 * Invariants: an instance serves one client, which allocates a type of group once and
 * releases it once. Only what was allocated here is released, because the threads are the
 * application's.
 */
final class OneEventLoop implements EventLoopGroupProvider {

	private final EventLoopGroupProvider threads;

	private final Set<Class<?>> types = ConcurrentHashMap.newKeySet();

	private final ConcurrentMap<EventExecutorGroup, EventLoopGroup> groups = new ConcurrentHashMap<>();

	private OneEventLoop(EventLoopGroupProvider threads) {
		this.threads = threads;
	}

	/**
	 * Replaces the threads of one client's resources. A proxy, as to mutate the resources
	 * would make the copy responsible for the end of the originals.
	 */
	static ClientResources of(ClientResources resources) {
		OneEventLoop one = new OneEventLoop(resources.eventLoopGroupProvider());
		return (ClientResources) Proxy.newProxyInstance(ClientResources.class.getClassLoader(),
				new Class<?>[] { ClientResources.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("eventLoopGroupProvider")) {
						return one;
					}
					try {
						return method.invoke(resources, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	@Override
	@SuppressWarnings("unchecked") // Lettuce wants any group; the type only says which
									// kind
	public <T extends EventLoopGroup> T allocate(Class<T> type) {
		if (!this.types.add(type)) { // The one loop would stand for two allocations.
			throw new IllegalStateException(
					"The event loop is in use by another client. Create the resources of each client by OneEventLoop.of");
		}
		T group = this.threads.allocate(type);
		EventLoop one = group.next();
		this.groups.put(one, group);
		return (T) one;
	}

	@Override
	public int threadPoolSize() {
		return 1;
	}

	@Override
	public Future<Boolean> release(EventExecutorGroup one, long quietPeriod, long timeout, TimeUnit unit) {
		EventLoopGroup group = this.groups.remove(one);
		return (group != null) ? this.threads.release(group, quietPeriod, timeout, unit) : nothingToRelease();
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
		for (EventExecutorGroup one : this.groups.keySet()) {
			Future<Boolean> unused = release(one, quietPeriod, timeout, unit);
		}
		return nothingToRelease();
	}

	private static Future<Boolean> nothingToRelease() {
		return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
	}

}
