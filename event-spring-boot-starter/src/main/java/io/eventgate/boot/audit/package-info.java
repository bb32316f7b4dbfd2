/**
 * Who changed an event, from where and why: every transition is recorded together with
 * its origin.
 */
@NullMarked
package io.eventgate.boot.audit;

import org.jspecify.annotations.NullMarked;
