package io.spillway.control.admin.security;

import io.spillway.control.access.Caller;

/** Who calls, or why nobody does. */
public sealed interface LoginResult {

    /** Somebody, who may still be allowed nothing. */
    record Known(Caller caller) implements LoginResult {}

    /**
     * Credentials that are not good, or none where some are needed.
     *
     * @param status of HTTP: 401, or 403 when others or more are needed
     * @param title  in two words
     * @param reason what was found and what was expected
     */
    record Refused(int status, String title, String reason) implements LoginResult {}
}
