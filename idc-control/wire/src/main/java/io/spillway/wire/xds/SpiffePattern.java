package io.spillway.wire.xds;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

/**
 * Several SPIFFE ids at once, as the regular expression over a whole URI name that a stock Envoy needs, and back. Our
 * gateways read it back and run no regular expression.
 *
 * @param trustDomain null for any
 * @param idc null for any
 * @param role what the processes do
 */
public record SpiffePattern(@Nullable String trustDomain, @Nullable String idc, SpiffeId.Role role) {

    private static final String ANY = "[^/]+";
    /** A name of which each character that means something to expressions is quoted. */
    private static final String NAME = "((?:[A-Za-z0-9_-]|\\\\\\.)+|" + Pattern.quote(ANY) + ")";
    private static final Pattern FORM = Pattern.compile(
            "spiffe://" + NAME + "/idc/" + NAME + "/(gateway|control|sync|workload)/" + Pattern.quote(ANY));

    /** Returns the expression. */
    public String regex() {
        return "spiffe://" + quoted(trustDomain) + "/idc/" + quoted(idc) + "/" + role.word() + "/" + ANY;
    }

    /** Returns the pattern whose {@link #regex} this is, or null when it is another expression. */
    public static @Nullable SpiffePattern parse(String regex) {
        Matcher parts = FORM.matcher(regex);
        if (!parts.matches()) {
            return null;
        }
        for (SpiffeId.Role role : SpiffeId.Role.values()) {
            if (role.word().equals(parts.group(3))) {
                return new SpiffePattern(plain(parts.group(1)), plain(parts.group(2)), role);
            }
        }
        return null;
    }

    /** Names have letters, digits, dashes, underscores and dots, of which the dot means something. */
    private static String quoted(@Nullable String name) {
        return name == null ? ANY : name.replace(".", "\\.");
    }

    private static @Nullable String plain(String quoted) {
        return quoted.equals(ANY) ? null : quoted.replace("\\.", ".");
    }
}
