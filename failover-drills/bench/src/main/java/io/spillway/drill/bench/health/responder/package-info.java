/**
 * The process that answers health checks, as cheaply as it can: thousands of targets on a few sockets. Start at
 * {@link io.spillway.drill.bench.health.responder.Responder}.
 */
@NullMarked
package io.spillway.drill.bench.health.responder;

import org.jspecify.annotations.NullMarked;
