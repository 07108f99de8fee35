package io.spillway.model.resource;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The headers that a Route must not edit. An edit of a message's framing would let two readers disagree where it ends (RFC
 * 9112 section 11.2), hop-by-hop fields are each connection's own (RFC 9110 section 7.6.1), and the rest is what gateways
 * tell each other.
 */
public final class ProtectedHeaders {

    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "trailer", "expect");
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection", "te",
            "upgrade", "http2-settings", "proxy-authenticate", "proxy-authorization");
    private static final Set<String> GATEWAYS_OWN = Set.of("via", "cdn-loop", "x-forwarded-for", "x-forwarded-proto",
            "x-forwarded-host", "forwarded");
    private static final String SPILLWAY = "x-spillway-";

    private static final Map<String, String> NOT_THESE = Map.of("host", "rewrite.host for the host");

    private ProtectedHeaders() {}

    /** Returns what may be edited instead of that header, as words after "expected", or null when it may be edited. */
    public static @Nullable String refusal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith(":")) {
            return "the name of a header, not of a pseudo-header";
        }
        if (FRAMING.contains(lower)) {
            return "a header that does not frame the message";
        }
        if (HOP_BY_HOP.contains(lower)) {
            return "a header that is not of one connection only (hop-by-hop)";
        }
        if (GATEWAYS_OWN.contains(lower) || lower.startsWith(SPILLWAY)) {
            return "a header that gateways do not write themselves";
        }
        return NOT_THESE.get(lower);
    }
}
