package io.eventgate.boot.actuate.endpoint;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * {@link Filter} that refuses requests to the {@link EventsEndpoint} with arguments
 * outside of the path and of a small JSON body, on Spring MVC and on Jersey.
 *
 * @since 0.1.0
 */
public final class EventsEndpointFilter implements Filter {

	private final EventsRequestRules rules;

	/**
	 * Creates the filter.
	 * @param paths the paths of the endpoint, without the context path and with that of
	 * the servlet; called once, for the first request
	 */
	public EventsEndpointFilter(Supplier<List<String>> paths) {
		this.rules = new EventsRequestRules(paths);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest checked;
		try {
			checked = check((HttpServletRequest) request);
		}
		catch (RefusedRequestException ex) {
			// Or the server may reset the connection before the response is read.
			request.getInputStream().transferTo(OutputStream.nullOutputStream());
			write(ex.problem(), (HttpServletResponse) response);
			return;
		}
		chain.doFilter(checked, response);
	}

	private HttpServletRequest check(HttpServletRequest request) throws IOException {
		String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
		if (!this.rules.apply(path) || !this.rules.checkHead(request.getMethod(), request.getQueryString(),
				request.getContentType(), request.getContentLengthLong())) {
			return request;
		}
		byte[] body = request.getInputStream().readNBytes(EventsRequestRules.MAX_BODY_SIZE + 1);
		return new CheckedRequest(request, this.rules.checkBody(body));
	}

	private static void write(ProblemDescriptor problem, HttpServletResponse response) throws IOException {
		response.setStatus(problem.status());
		response.setContentType("application/json");
		response.getOutputStream().write(problem.toJson().getBytes(StandardCharsets.UTF_8));
	}

	private static final class CheckedRequest extends HttpServletRequestWrapper {

		private final ServletInputStream body;

		CheckedRequest(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = new CheckedBody(new ByteArrayInputStream(body));
		}

		@Override
		public ServletInputStream getInputStream() {
			return this.body;
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(this.body, StandardCharsets.UTF_8));
		}

	}

	private static final class CheckedBody extends ServletInputStream {

		private final ByteArrayInputStream content;

		CheckedBody(ByteArrayInputStream content) {
			this.content = content;
		}

		@Override
		public int read() {
			return this.content.read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			return this.content.read(buffer, offset, length);
		}

		@Override
		public int available() {
			return this.content.available();
		}

		@Override
		public boolean isFinished() {
			return this.content.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new UnsupportedOperationException("The body was read before; read it without a listener");
		}

	}

}
