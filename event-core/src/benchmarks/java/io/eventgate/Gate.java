package io.eventgate;

/**
 * What an event and its peers have in common. A measured JVM loads one implementation
 * only, so that the calls are inlined as they are in an application.
 */
interface Gate {

	boolean isSet();

	void set();

	void clear();

	void await() throws InterruptedException;

	boolean await(long nanos) throws InterruptedException;

}
