/** One thread that owns something. Start at {@link io.spillway.gateway.xds.thread.OwnerThread}. */
@NullMarked
package io.spillway.gateway.xds.thread;

import org.jspecify.annotations.NullMarked;
