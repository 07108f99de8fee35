/**
 * Other people's control planes as processes that are told by lines what to serve, for benches and the conformance suite.
 * This package uses the JDK only. Start at {@link io.spillway.control.peers.PeerProcess}.
 */
@NullMarked
package io.spillway.control.peers;

import org.jspecify.annotations.NullMarked;
