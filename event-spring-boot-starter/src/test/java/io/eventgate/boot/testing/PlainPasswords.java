package io.eventgate.boot.testing;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Keeps passwords as they are. Spring Security would otherwise replace even those that
 * are marked as plain by a hash that is slow on purpose, and compute it for each request.
 */
public final class PlainPasswords implements PasswordEncoder {

	@Override
	public @Nullable String encode(@Nullable CharSequence password) {
		return (password != null) ? password.toString() : null;
	}

	@Override
	public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
		return password != null && password.toString().equals(encoded);
	}

}
