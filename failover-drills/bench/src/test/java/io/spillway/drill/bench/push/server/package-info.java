/** Tests of the servers that {@code bench push} measures; begin with {@link io.spillway.drill.bench.push.server.NodeFlagsTest}. */
@NullMarked
package io.spillway.drill.bench.push.server;

import org.jspecify.annotations.NullMarked;
