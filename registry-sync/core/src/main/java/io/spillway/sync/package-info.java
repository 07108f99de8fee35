/**
 * registry-sync: brings what the other IDCs declare to this IDC's control plane. Start at {@link io.spillway.sync.Main};
 * {@code io.spillway.sync.peer} has the protocol.
 */
@NullMarked
package io.spillway.sync;

import org.jspecify.annotations.NullMarked;
