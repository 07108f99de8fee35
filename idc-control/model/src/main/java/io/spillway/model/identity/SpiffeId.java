package io.spillway.model.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * The name of a process of Spillway in its certificate, {@code spiffe://<trust-domain>/idc/<idc>/<role>/<id>} (SPIFFE-ID
 * 2.1 to 2.4: no query, no fragment, no port, no empty segment, at most 2,048 octets).
 *
 * @param trustDomain lower-case letters, digits, dots, dashes and underscores
 * @param idc the IDC that it stands in
 * @param role what it does
 * @param id its name, unique in the IDC and role
 */
public record SpiffeId(String trustDomain, String idc, Role role, String id) {
    /** The trust domain of an installation that names none. */
    public static final String DEFAULT_TRUST_DOMAIN = "spillway";

    private static final int LONGEST = 2048;
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
    private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");
    private static final Pattern URI = Pattern
            .compile("spiffe://([^/]*)/idc/([^/]+)/(gateway|control|sync|workload)/([^/]+)");

    /** What a process does. */
    public enum Role {
        /** Moves requests. */
        GATEWAY,
        /** Serves configuration. */
        CONTROL,
        /** Brings what other IDCs declare. */
        SYNC,
        /** Serves or uses a service. */
        WORKLOAD;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** Returns the path segment. */
        public String word() {
            return word;
        }
    }

    public SpiffeId {
        requireNonNull(role, "role");
        if (!isTrustDomain(trustDomain)) {
            throw new IllegalArgumentException("trust domain: \"" + trustDomain
                    + "\" (expected: lower-case letters, digits, dots, dashes and underscores)");
        }
        check("IDC", idc);
        check("id", id);
    }

    private static void check(String what, String segment) {
        if (!SEGMENT.matcher(segment).matches()) {
            throw new IllegalArgumentException(what + " of a SPIFFE id: \"" + segment
                    + "\" (expected: letters, digits, dots, dashes and underscores)");
        }
    }

    /** Returns whether a trust domain may have this name. */
    public static boolean isTrustDomain(String name) {
        return TRUST_DOMAIN.matcher(name).matches();
    }

    /** Returns the id that the URI is, empty when it is not one of ours. */
    public static Optional<SpiffeId> parse(String uri) {
        Matcher parts = URI.matcher(uri);
        if (uri.length() > LONGEST || !parts.matches() || !isTrustDomain(parts.group(1))
                || !SEGMENT.matcher(parts.group(2)).matches() || !SEGMENT.matcher(parts.group(4)).matches()) {
            return Optional.empty();
        }
        return Optional.of(new SpiffeId(parts.group(1), parts.group(2),
                Role.valueOf(parts.group(3).toUpperCase(Locale.ROOT)), parts.group(4)));
    }

    /** Returns what the URIs of all processes of one role in one IDC begin with. */
    public static String prefix(String trustDomain, String idc, Role role) {
        return "spiffe://" + trustDomain + "/idc/" + idc + "/" + role.word() + "/";
    }

    /** Returns the id as it stands in a certificate. */
    public String uri() {
        return prefix(trustDomain, idc, role) + id;
    }

    @Override
    public String toString() {
        return uri();
    }
}
