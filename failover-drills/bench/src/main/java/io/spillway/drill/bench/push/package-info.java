/**
 * What it costs a control plane to tell its clients of a change, and how long that takes: {@code bench push}. Start at
 * {@link io.spillway.drill.bench.push.PushRun}; the servers are in {@code server}.
 */
@NullMarked
package io.spillway.drill.bench.push;

import org.jspecify.annotations.NullMarked;
