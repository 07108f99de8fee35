package io.spillway.control.admin.security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an issuer's keys, and what to do about it.
 *
 * @param keys    its public keys as they came last; empty when they never came
 * @param fetched when they came; null: never
 * @param asked   when they were asked for last, with whatever outcome; null: never
 * @param failure why they did not come then; empty when they did
 */
record KeyRing(List<JWK> keys, @Nullable Instant fetched, @Nullable Instant asked, String failure) {

    /** Nothing is known. */
    static final KeyRing EMPTY = new KeyRing(List.of(), null, null, "");

    /** Keys that are older are asked for anew, while they stay good. */
    static final Duration FRESH = Duration.ofMinutes(5);
    /** Keys that nobody could ask for again for so long are good no more: the issuer may have taken them back. */
    static final Duration LONGEST = Duration.ofHours(24);
    /** The issuer is asked no sooner than so long after the last time, whoever shows tokens of unknown keys. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    /** What to do with a token. */
    enum Step {
        /** Its key is here: check it. */
        USE,
        /** Check it, and ask for the keys anew meanwhile. */
        USE_AND_ASK,
        /** Ask for the keys, and look again then. */
        ASK,
        /** They were asked for a moment ago: say no. */
        REFUSE
    }

    /** Copies the list. */
    KeyRing {
        keys = List.copyOf(keys);
    }

    /** Returns what to do with a token of this header. */
    Step step(JWSHeader header, Instant now) {
        boolean may = asked == null || !now.isBefore(asked.plus(PAUSE));
        if (!holds(header, now)) {
            return may ? Step.ASK : Step.REFUSE;
        }
        boolean old = fetched == null || !now.isBefore(fetched.plus(FRESH));
        return old && may ? Step.USE_AND_ASK : Step.USE;
    }

    /** Returns whether a key that the header means is here and still good. */
    boolean holds(JWSHeader header, Instant now) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
        return fetched != null && now.isBefore(fetched.plus(LONGEST)) && matcher != null
                && keys.stream().anyMatch(matcher::matches);
    }

    /** Returns what is known after the keys have come. */
    KeyRing with(List<JWK> fresh, Instant now) {
        return new KeyRing(fresh, now, now, "");
    }

    /** Returns what is known after they have not come. */
    KeyRing without(String why, Instant now) {
        return new KeyRing(keys, fetched, now, why);
    }
}
