/**
 * Infrastructure of the tests: real servers, networks that fail, and partial class paths.
 */
@NullMarked
package io.eventgate.boot.testing;

import org.jspecify.annotations.NullMarked;
