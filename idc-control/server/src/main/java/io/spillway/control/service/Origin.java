package io.spillway.control.service;

import org.jspecify.annotations.Nullable;

/**
 * From where a call comes, for the audit.
 *
 * @param role    empty where the API knows no roles
 * @param source  address of the caller; empty for what the system itself asks
 * @param consent of another person, which the deed uses up; null where nobody had to give one
 */
public record Origin(String role, String source, @Nullable Consent consent) {

    /** The system itself. */
    public static final Origin SYSTEM = new Origin("", "");

    /** A call that nobody else had to approve. */
    public Origin(String role, String source) {
        this(role, source, null);
    }

    /** Returns the same with what another person has approved. */
    public Origin with(@Nullable Consent given) {
        return new Origin(role, source, given);
    }

    /** Returns the hash of what another person has approved; empty where nobody had to. */
    public String planHash() {
        return consent == null ? "" : consent.hash();
    }

    /** Returns that person; empty where nobody had to approve. */
    public String approver() {
        return consent == null ? "" : consent.approver();
    }
}
