/**
 * What bounds the use of clusters over all event loops, without a word that every request of every loop writes. Start at
 * {@link io.spillway.gateway.proxy.guard.Guards} (shared) and {@link io.spillway.gateway.proxy.guard.ClusterGuard} (one per
 * event loop and cluster); the decisions are those of {@code gateway/core}, package {@code limit}.
 */
@NullMarked
package io.spillway.gateway.proxy.guard;

import org.jspecify.annotations.NullMarked;
