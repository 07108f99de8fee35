/**
 * The two protocols of registry-sync: delta xDS from the peers' control planes, the import stream to its own. Start at
 * {@link io.spillway.sync.peer.Synchronizer}. One owner thread has all state; gRPC calls back on it.
 */
@NullMarked
package io.spillway.sync.peer;

import org.jspecify.annotations.NullMarked;
