package io.spillway.control.audit;

/** What metrics want to know of the audit. Calls come from many threads and must not block. */
public interface AuditObserver {

    /** A record was appended by this node. */
    default void audited() {}

    /** A call of an operator was refused by this node. */
    default void auditRefused() {}
}
