package io.eventgate.boot.actuate.endpoint;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What a switch did.
 *
 * @param previous the state before: {@code set} or {@code clear}
 * @param state the state after
 * @param released how many waiters it released
 * @since 0.1.0
 */
public record EventChangeDescriptor(String previous, String state, int released) implements OperationResponseBody {

}
