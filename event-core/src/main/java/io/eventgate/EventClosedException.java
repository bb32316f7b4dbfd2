package io.eventgate;

/**
 * Thrown to whoever waits at an {@link Event} that is closed, and by later waits that
 * would block for ever.
 *
 * @since 0.1.0
 */
public class EventClosedException extends IllegalStateException {

	/**
	 * Creates the exception.
	 * @param event the event that is closed, named in the message
	 */
	public EventClosedException(Event event) {
		super(event + " will release nobody any more");
	}

}
