package io.eventgate.boot.autoconfigure;

/**
 * The second name of an event's bean, in camel case: {@code cacheWarm} for
 * {@code cache-warm}.
 */
final class EventAlias {

	private EventAlias() {
	}

	/**
	 * Removes characters that are not allowed in a Java identifier, and capitalizes the
	 * next letter. Returns the name itself if nothing would remain.
	 */
	static String of(String name) {
		StringBuilder alias = new StringBuilder(name.length());
		boolean raise = false;
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (!Character.isJavaIdentifierPart(c)) {
				raise = !alias.isEmpty();
			}
			else {
				alias.append(raise ? Character.toUpperCase(c) : c);
				raise = false;
			}
		}
		return alias.isEmpty() ? name : alias.toString();
	}

}
