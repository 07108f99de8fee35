package io.spillway.control.service;

/** What became of the operator's word about the registry. */
public sealed interface AcceptResult {

    /** This cluster id is now believed; exported versions carry the new epoch. */
    record Accepted(String clusterId, long epoch) implements AcceptResult {}

    /** It is believed already. */
    record AlreadyCurrent(String clusterId) implements AcceptResult {}

    /** The registry says another id than the operator. HTTP 409. */
    record Mismatch(String given, String found) implements AcceptResult {}

    /** The registry does not answer. HTTP 503. */
    record NotReachable(String reason) implements AcceptResult {}
}
