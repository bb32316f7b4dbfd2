package io.eventgate.cluster;

/**
 * The store of the tests keeps the contract too.
 */
class InMemoryEventStoreTests extends AbstractEventStoreContractTests {

	private final InMemoryEventStore.Server server = new InMemoryEventStore.Server();

	@Override
	protected EventStore createStore() {
		return new InMemoryEventStore(this.server);
	}

}
