/**
 * Events that all instances of an application share.
 * {@link io.eventgate.cluster.ClusterEvents} keeps the events of each instance equal to
 * those in an {@link io.eventgate.cluster.StateStore}, whatever gets lost on the way.
 * Nothing here knows a particular store, or depends on anything but the JDK.
 */
@NullMarked
package io.eventgate.cluster;

import org.jspecify.annotations.NullMarked;
