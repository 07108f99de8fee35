/**
 * The control planes that are compared, each started as a process. Start at
 * {@link io.spillway.drill.bench.push.server.Servers}.
 */
@NullMarked
package io.spillway.drill.bench.push.server;

import org.jspecify.annotations.NullMarked;
