package io.eventgate.boot.speed;

/**
 * One way to let a thread of another process go on. Both processes create one; one opens
 * and closes, the other waits. They last as long as the process.
 */
interface Gate {

	/** Releases who waits. */
	void open() throws Exception;

	/** Makes those who come later wait. */
	void close(int round) throws Exception;

	/** Waits. */
	void await() throws Exception;

	/** Waits until those who come later will have to wait. */
	default void awaitClosed() throws Exception {
	}

}
