package io.spillway.control.switchover.fence;

/** What a fence provider says. */
public sealed interface FenceAnswer {

    /** It is as it was asked for, and that was looked at. */
    record Confirmed(String detail) implements FenceAnswer {}

    /** Nobody knows. */
    record Unconfirmed(String detail) implements FenceAnswer {}
}
