package io.spillway.control.audit;

/** What metrics want to know of the audit. Calls come from many threads and must not block. */
public interface AuditObserver {

    /** A record was appended by this node. */
    default void audited() {}

    /** What another IDC tells of its chain does not go on from what it told before; this node has written that down. */
    default void auditNotExtended() {}

    /** A call was refused by this node, or denied to whoever made it. */
    default void auditRefused() {}
}
