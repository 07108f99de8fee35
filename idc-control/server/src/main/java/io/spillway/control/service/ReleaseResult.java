package io.spillway.control.service;

/** What became of a release of held updates. */
public sealed interface ReleaseResult {

    /** Applied; {@code updates} services were written or removed; of a source: so many workloads may go now. */
    record Released(int updates) implements ReleaseResult {}

    /** Nothing of that name is held. HTTP 404. */
    record NothingHeld(String idc, String service) implements ReleaseResult {}

    /** A source of workloads of that name holds nothing, or is not there. HTTP 404. */
    record NothingMissed(String source) implements ReleaseResult {}

    /** The origin says something else than when the release was asked for; that is held now. HTTP 409. */
    record HeldOtherwise(String idc, String service, String guard, String detail) implements ReleaseResult {}

    /** The registry cannot be written. HTTP 503. */
    record NotReleased(String reason) implements ReleaseResult {}
}
