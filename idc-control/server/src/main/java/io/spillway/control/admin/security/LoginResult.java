package io.spillway.control.admin.security;

import java.time.Instant;

import io.spillway.control.access.Caller;
import io.spillway.control.session.Credential;
import org.jspecify.annotations.Nullable;

/** Who calls, or why nobody does. */
public sealed interface LoginResult {

    /**
     * Somebody, who may still be allowed nothing.
     *
     * @param until      when what was shown ends; null: it does not
     * @param credential what a session may be made for; null: none may be
     */
    record Known(Caller caller, @Nullable Instant until, @Nullable Credential credential) implements LoginResult {

        /** Creates somebody for whom no session is made. */
        public Known(Caller caller, @Nullable Instant until) {
            this(caller, until, null);
        }
    }

    /**
     * Credentials that are not good, or none where some are needed.
     *
     * @param status of HTTP: 401, 403 when others or more are needed, 503 when nobody can tell now
     * @param title  in two words
     * @param reason what was found and what was expected
     */
    record Refused(int status, String title, String reason) implements LoginResult {

        /** The title where a token was shown that is not good. */
        public static final String WRONG_TOKEN = "wrong token";
    }
}
