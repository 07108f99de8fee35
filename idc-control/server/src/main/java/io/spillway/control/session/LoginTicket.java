package io.spillway.control.session;

import java.time.Instant;

/**
 * What a browser keeps for us while its owner is at an issuer.
 *
 * @param login    which issuer, as the list of logins has it
 * @param state    comes back with the answer, and must be the same
 * @param nonce    comes back in the ID token, and must be the same
 * @param verifier proves to the issuer that who asked is who comes with the code (PKCE)
 * @param to       where the browser goes then, below /console/
 * @param made     when
 */
public record LoginTicket(String login, String state, String nonce, String verifier, String to, Instant made) {

    /** Hides what is secret. */
    @Override
    public String toString() {
        return "a ticket of " + made + " for " + login;
    }
}
