package io.spillway.control.switchover.fence;

/**
 * Fences the stateful services of an IDC. Calls block, for a bounded time, on a virtual thread; they come again when nobody
 * knows what became of them, so they must be idempotent. What goes wrong is {@link FenceAnswer.Unconfirmed}, never an exception.
 */
public interface FenceProvider {

    /** Puts the fence up, and looks whether it stands. */
    FenceAnswer fence(FenceOrder order);

    /** Takes the fence away, and looks whether it is gone. */
    FenceAnswer unfence(FenceOrder order);
}
