/**
 * Responses to requests that an event failed.
 */
@NullMarked
package io.eventgate.boot.web;

import org.jspecify.annotations.NullMarked;
