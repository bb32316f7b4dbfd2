/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.eventgate.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Database of the profile {@code jdbc} unless {@code spring.datasource.url} names
 * another: a file of H2 that the instances of one user share. H2 runs Java code for every
 * user who can log in, and the first instance lets the others connect over TCP. So the
 * folder is closed to other users of the machine, the password is random, and H2 listens
 * on the loopback address only.
 */
final class PrivateDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String URL = "spring.datasource.url";

	private static final String BIND_ADDRESS = "h2.bindAddress";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (!environment.acceptsProfiles(Profiles.of("jdbc")) || environment.containsProperty(URL)) {
			return;
		}
		if (System.getProperty(BIND_ADDRESS) == null) {
			System.setProperty(BIND_ADDRESS, "127.0.0.1");
		}
		Path folder = Path.of(System.getProperty("user.home"), ".order-desk");
		try {
			createPrivateFolder(folder);
			environment.getPropertySources()
				.addLast(new MapPropertySource("privateDatabase",
						Map.of(URL, "jdbc:h2:file:" + folder.resolve("desk") + ";AUTO_SERVER=TRUE",
								"spring.datasource.username", "desk", "spring.datasource.password",
								password(folder.resolve("password")))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Folder " + folder + " cannot be used for the database. Set spring.datasource.url to another", ex);
		}
	}

	private static void createPrivateFolder(Path folder) throws IOException {
		Files.createDirectories(folder);
		if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
			Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
		}
	}

	/** Returns the content of the file, which the first instance writes. */
	private static String password(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			channel.lock(); // released with the channel
			if (channel.size() == 0) {
				channel.write(ByteBuffer.wrap(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII)));
			}
			return Files.readString(file, StandardCharsets.US_ASCII);
		}
	}

}
