/**
 * Copies of requests that nobody waits for, with a budget of their own. Start at
 * {@link io.spillway.gateway.proxy.mirror.Mirrors}.
 */
@NullMarked
package io.spillway.gateway.proxy.mirror;

import org.jspecify.annotations.NullMarked;
