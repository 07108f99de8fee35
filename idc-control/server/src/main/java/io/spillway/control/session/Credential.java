package io.spillway.control.session;

import java.time.Instant;
import java.util.List;

import io.spillway.control.access.TokenIssuer.Said;
import org.jspecify.annotations.Nullable;

/**
 * What a session was made for: enough to find its caller anew with every call, by the configuration as it is then, and nothing
 * that would let anybody in elsewhere.
 */
public sealed interface Credential {

    /** Nobody in particular: development on loopback. */
    record Development() implements Credential {}

    /**
     * A token of this control plane.
     *
     * @param sha256 its hash, as the configuration has it
     */
    record OwnToken(String sha256) implements Credential {}

    /**
     * A token that an issuer has signed, and that was good when the session began.
     *
     * @param said  of what it says, that by which it was given roles
     * @param until when it ends; null: it does not
     */
    record Issued(String issuer, String subject, List<Said> said, @Nullable Instant until) implements Credential {

        /** Copies the list. */
        public Issued {
            said = List.copyOf(said);
        }
    }
}
