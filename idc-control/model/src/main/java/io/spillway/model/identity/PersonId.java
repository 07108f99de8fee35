package io.spillway.model.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * The name of a person in a certificate, {@code spiffe://<trust-domain>/operator/<name>} or
 * {@code spiffe://<trust-domain>/breakglass/<name>}. It is no {@link SpiffeId}: whoever asks for the name of a process never
 * takes a person for one.
 *
 * @param trustDomain lower-case letters, digits, dots, dashes and underscores
 * @param kind what the certificate is for
 * @param name letters, digits, dots, dashes and underscores; unique in the trust domain
 */
public record PersonId(String trustDomain, Kind kind, String name) {

    private static final int LONGEST = 2048;
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");
    private static final Pattern URI = Pattern.compile("spiffe://([^/]*)/(operator|breakglass)/([^/]+)");

    /** What a person's certificate is for. */
    public enum Kind {
        /** Daily work, with the roles that the configuration gives. */
        OPERATOR,
        /** An emergency: short-lived, and every use of it is told. */
        BREAKGLASS;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** Returns the path segment. */
        public String word() {
            return word;
        }
    }

    public PersonId {
        requireNonNull(kind, "kind");
        if (!SpiffeId.isTrustDomain(trustDomain)) {
            throw new IllegalArgumentException("trust domain: \"" + trustDomain
                    + "\" (expected: lower-case letters, digits, dots, dashes and underscores)");
        }
        if (!SEGMENT.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a person: \"" + name
                    + "\" (expected: letters, digits, dots, dashes and underscores)");
        }
    }

    /** Returns the id that the URI is, empty when it is not a person's. */
    public static Optional<PersonId> parse(String uri) {
        Matcher parts = URI.matcher(uri);
        if (uri.length() > LONGEST || !parts.matches() || !SpiffeId.isTrustDomain(parts.group(1))
                || !SEGMENT.matcher(parts.group(3)).matches()) {
            return Optional.empty();
        }
        return Optional.of(new PersonId(parts.group(1), Kind.valueOf(parts.group(2).toUpperCase(Locale.ROOT)),
                parts.group(3)));
    }

    /** Returns the id as it stands in a certificate. */
    public String uri() {
        return "spiffe://" + trustDomain + "/" + kind.word() + "/" + name;
    }

    @Override
    public String toString() {
        return uri();
    }
}
