/**
 * Makes the workloads of a source those of the control plane: what is written, what is held, who owns what. Start at
 * {@link io.spillway.sync.ingest.Ingest}; {@link io.spillway.sync.ingest.Plan} and {@link io.spillway.sync.ingest.RemovalGuard}
 * decide, {@link io.spillway.sync.ingest.ApiWorkloads} speaks with the control plane.
 */
@NullMarked
package io.spillway.sync.ingest;

import org.jspecify.annotations.NullMarked;
