package io.eventgate.boot.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;

/**
 * Serves all connections of a client by one thread of those that there are. So a hint
 * that one of them brings becomes a read on the other, and its answer a release, without
 * a change of threads.
 */
final class OneEventLoop implements EventLoopGroupProvider {

	private final EventLoopGroupProvider threads;

	private final ConcurrentMap<EventExecutorGroup, EventLoopGroup> groups = new ConcurrentHashMap<>();

	private OneEventLoop(EventLoopGroupProvider threads) {
		this.threads = threads;
	}

	/**
	 * Replaces the threads of a client's resources. A proxy, as to mutate the resources
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
		return this.threads.release((group != null) ? group : one, quietPeriod, timeout, unit);
	}

	@Override
	public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
		return this.threads.shutdown(quietPeriod, timeout, unit);
	}

}
