/**
 * The process that plays drills which control nodes schedule. Start at {@link io.spillway.drill.agent.Agent}.
 */
@NullMarked
package io.spillway.drill.agent;

import org.jspecify.annotations.NullMarked;
