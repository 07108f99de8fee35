/**
 * Serving the catalog over xDS: one {@link io.spillway.control.ads.ClientStream} per stream, delta or state-of-the-world.
 * Sending is clocked by Acks: at most one response per type is in flight, and what changes meanwhile is sent with the next.
 * Start at {@link io.spillway.control.ads.AdsService}; what to send is decided in
 * {@link io.spillway.control.ads.TypeSubscription}, when in {@link io.spillway.control.ads.SendOrder}.
 */
@NullMarked
package io.spillway.control.ads;

import org.jspecify.annotations.NullMarked;
