/**
 * From xDS resources to the routing snapshot that requests are decided on. Used by the gateway's configuration client and by
 * the control plane's {@code explain}, so that both read the same bytes the same way. Start at
 * {@link io.spillway.gateway.assembly.SnapshotAssembler}.
 */
@NullMarked
package io.spillway.gateway.assembly;

import org.jspecify.annotations.NullMarked;
