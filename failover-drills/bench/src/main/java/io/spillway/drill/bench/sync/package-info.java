/**
 * {@code spillway bench sync}: how long a change in one IDC takes until the gateways of another have Acked it, also over a
 * slow link and after a cut. Start with {@link io.spillway.drill.bench.sync.SyncRun}.
 */
@NullMarked
package io.spillway.drill.bench.sync;

import org.jspecify.annotations.NullMarked;
