/*
 * Copyright 2026 the EventGate authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Events that all instances of an application share.
 * {@link io.eventgate.cluster.ClusterEvents} keeps the events of each instance equal to
 * those in an {@link io.eventgate.cluster.StateStore}, even if messages or data are lost.
 * This package is independent of a particular store, and depends on the JDK only.
 */
@NullMarked
package io.eventgate.cluster;

import org.jspecify.annotations.NullMarked;
