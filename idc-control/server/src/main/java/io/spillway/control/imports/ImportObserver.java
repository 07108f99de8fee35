package io.spillway.control.imports;

import io.spillway.control.service.StatusReport.PeerState;

/** What metrics and the event stream want to know of imports. Calls must not block. */
public interface ImportObserver {

    /** An observer that does nothing. */
    ImportObserver NONE = new ImportObserver() {
    };

    /** A peer became fresh or stale. */
    default void peer(String idc, PeerState state) {}

    /** A guard holds an update. */
    default void held(String idc, String service, String guard, String detail) {}

    /** What a guard held is applied without an operator: the origin confirmed it. */
    default void confirmed(String idc, String service) {}

    /** A report was refused, because of {@code identity}: the certificate is not that of this IDC's registry-sync. */
    default void refused(String reason) {}

    /** What a peer tells of its audit does not go on from what it told before. */
    default void auditNotExtended(String idc, String fault) {}

    /** A local shift lost against a newer one of a peer. */
    default void shiftLost(String scope, String winner, String loser) {}
}
