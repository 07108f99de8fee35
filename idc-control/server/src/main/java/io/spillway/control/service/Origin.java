package io.spillway.control.service;

/**
 * From where a call comes, for the audit.
 *
 * @param role     empty where the API knows no roles
 * @param source   address of the caller; empty for what the system itself asks
 * @param planHash of what another person has approved; empty where nobody had to
 * @param approver that person; empty where nobody had to
 */
public record Origin(String role, String source, String planHash, String approver) {

    /** The system itself. */
    public static final Origin SYSTEM = new Origin("", "");

    /** A call that nobody else had to approve. */
    public Origin(String role, String source) {
        this(role, source, "", "");
    }
}
