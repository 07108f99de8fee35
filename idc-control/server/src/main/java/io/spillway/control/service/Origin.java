package io.spillway.control.service;

/**
 * From where a call comes, for the audit.
 *
 * @param role   empty where the API knows no roles
 * @param source address of the caller; empty for what the system itself asks
 */
public record Origin(String role, String source) {

    /** The system itself. */
    public static final Origin SYSTEM = new Origin("", "");
}
