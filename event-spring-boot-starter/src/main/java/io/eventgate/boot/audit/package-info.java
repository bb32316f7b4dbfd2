/**
 * History, log, application events and audit events of transitions, with their origin.
 */
@NullMarked
package io.eventgate.boot.audit;

import org.jspecify.annotations.NullMarked;
