package io.spillway.control.access;

import org.jspecify.annotations.Nullable;

/** Whether a call may be made. */
public sealed interface Decision {

    /** It may. {@code reason} says by what. */
    record Allow(String reason) implements Decision {}

    /**
     * It may not.
     *
     * @param reason  what is missing, for people
     * @param role    the role that would be enough; empty when none would
     * @param idc     where it would have to be held; empty when that plays no part
     * @param drGroup the DrGroup that it would have to be held for; null when that plays no part
     */
    record Deny(String reason, String role, String idc, @Nullable String drGroup) implements Decision {}
}
