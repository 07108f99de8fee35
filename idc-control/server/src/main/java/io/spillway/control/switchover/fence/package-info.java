/**
 * Fences: what keeps a stateful service from being written in two IDCs while its traffic moves. {@link
 * io.spillway.control.switchover.fence.FenceProvider} is what somebody implements who has one; whether a fence stands is
 * believed of nobody but its provider, and "unconfirmed" is an answer with a name.
 */
@NullMarked
package io.spillway.control.switchover.fence;

import org.jspecify.annotations.NullMarked;
