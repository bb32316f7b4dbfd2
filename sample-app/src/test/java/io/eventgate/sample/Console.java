/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import static io.eventgate.sample.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands and answers of a document, which run against a real server. A request that
 * reads is repeated until its answer is the documented one, because a reader is slower
 * than a test. Times, and numbers of orders other than 0, may differ.
 */
final class Console {

	private static final Pattern BLOCK = Pattern.compile("^```console\\n(.*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern COMMAND = Pattern.compile("^\\$ (.+)\\n((?:(?!\\$ ).*\\n)*)", Pattern.MULTILINE);

	private static final Pattern CURL = Pattern
		.compile("curl (?:-s )?(?<status>-o /dev/null -w '%\\{http_code}\\\\n' )?"
				+ "(?:-H 'Content-Type: application/json' -d '(?<body>[^']+)' )?(?<quote>'?)localhost:(?<port>\\d+)"
				+ "(?<path>/[^\\s']*)\\k<quote>(?: \\| grep -E '(?<grep>[^']+)')?(?<back> &)?");

	/** Times, random names of instances, and numbers of orders and waiters. */
	private static final Pattern VARIES = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|PT[\\dHMS.]+|desk-\\w{6}"
			+ "|(?<=\"(?:placed|queued|working|done|active)\":)[1-9]\\d*|(?<=\"peaks\":\\[)[\\d,]+|(?<= )\\d+\\.\\d{2,}$",
			Pattern.MULTILINE);

	private final String block;

	private @Nullable CompletableFuture<String> background;

	private Console(String block) {
		this.block = block;
	}

	/** The blocks of a document, in their order. */
	static List<Console> read(Path document) throws IOException {
		return BLOCK.matcher(Files.readString(document)).results().map((match) -> new Console(match.group(1))).toList();
	}

	/**
	 * Runs the commands.
	 * @param servers the servers on the ports that the document names
	 */
	void run(Map<Integer, Server> servers) throws Exception {
		Matcher commands = COMMAND.matcher(this.block);
		int end = 0;
		while (commands.find()) {
			assertThat(commands.start()).as("what is between the commands of\n%s", this.block).isEqualTo(end);
			end = commands.end();
			// An answer that continues in the next line is indented there.
			run(commands.group(1), commands.group(2).replaceAll("\\n +", ""), servers);
		}
		assertThat(end).as("the end of the last command of\n%s", this.block).isEqualTo(this.block.length());
	}

	private void run(String command, String shown, Map<Integer, Server> servers) throws Exception {
		Matcher curl = CURL.matcher(command);
		assertThat(curl.matches()).as(command).isTrue();
		Server server = Objects.requireNonNull(servers.get(Integer.valueOf(curl.group("port"))), command);
		String path = curl.group("path");
		Pattern expected = pattern(shown);
		if (curl.group("back") != null) {
			boolean status = curl.group("status") != null;
			this.background = server.getAsync(path)
				.thenApply((answer) -> status ? answer.statusCode() + "\n" : answer.body());
		}
		else if (curl.group("body") != null) {
			String answer = server.post(path, curl.group("body")).body() + "\n" + fromBackground();
			assertThat(answer).as(command).matches(expected);
		}
		else {
			await().untilAsserted(() -> assertThat(filter(server.get(path).body(), curl.group("grep"))).as(command)
				.matches(expected));
		}
	}

	private String fromBackground() throws Exception {
		CompletableFuture<String> answer = this.background;
		this.background = null;
		return (answer != null) ? answer.get(1, TimeUnit.MINUTES) : "";
	}

	private static String filter(String answer, @Nullable String grep) {
		Pattern wanted = Pattern.compile((grep != null) ? grep : "");
		return answer.lines()
			.filter((line) -> wanted.matcher(line).find())
			.map((line) -> line + "\n")
			.collect(Collectors.joining());
	}

	private static Pattern pattern(String shown) {
		StringBuilder pattern = new StringBuilder();
		Matcher varies = VARIES.matcher(shown);
		int end = 0;
		while (varies.find()) {
			pattern.append(Pattern.quote(shown.substring(end, varies.start())));
			pattern.append(varies.group().matches("\\d+") ? "[1-9]\\d*" : "[^\"\\s]+");
			end = varies.end();
		}
		return Pattern.compile(pattern + Pattern.quote(shown.substring(end)));
	}

}
