package io.eventgate.boot.actuate.endpoint;

/**
 * A request that is answered before the {@link EventsEndpoint} is called.
 */
final class RefusedRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient ProblemDescriptor problem;

	RefusedRequestException(ProblemDescriptor problem) {
		super(problem.message(), null, false, false);
		this.problem = problem;
	}

	ProblemDescriptor problem() {
		return this.problem;
	}

}
