/**
 * The decision for a request, step by step, made by the same code as the request itself. Start at
 * {@link io.spillway.gateway.explain.Explanation}.
 */
@NullMarked
package io.spillway.gateway.explain;

import org.jspecify.annotations.NullMarked;
