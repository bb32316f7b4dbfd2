/**
 * What tests run with: real servers, networks that fail, class paths that lack something.
 */
@NullMarked
package io.eventgate.boot.testing;

import org.jspecify.annotations.NullMarked;
