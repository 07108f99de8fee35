/**
 * {@code spillway bench coldstart}: how long a control node takes from nothing until it serves a large IDC, and what it holds
 * then. Start with {@link io.spillway.drill.bench.coldstart.ColdStartRun}.
 */
@NullMarked
package io.spillway.drill.bench.coldstart;

import org.jspecify.annotations.NullMarked;
