package io.spillway.gateway.proxy.http2;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** The pseudo-fields of one head and the rules of RFC 9113 section 8.3 about them. Reused by one collector. */
final class PseudoFields {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString ASTERISK = AsciiString.cached("*");
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");

    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString path;
    private @Nullable AsciiString status;
    /** RFC 8441: what a CONNECT wants its stream to become. */
    private @Nullable AsciiString protocol;

    void clear() {
        method = null;
        scheme = null;
        authority = null;
        path = null;
        status = null;
        protocol = null;
    }

    boolean isEmpty() {
        return method == null && scheme == null && authority == null && path == null && status == null
                && protocol == null;
    }

    boolean isRequest() {
        return status == null;
    }

    @Nullable
    AsciiString method() {
        return method;
    }

    AsciiString requiredMethod() {
        return requireNonNull(method, "method");
    }

    /** Tells whether the stream is to become a tunnel: what comes on it is no body. */
    boolean connects() {
        return CONNECT.equals(method);
    }

    /** Returns the protocol that a CONNECT asks for, null for octets of any kind. */
    @Nullable
    AsciiString protocol() {
        return protocol;
    }

    @Nullable
    AsciiString scheme() {
        return scheme;
    }

    @Nullable
    AsciiString authority() {
        return authority;
    }

    @Nullable
    AsciiString path() {
        return path;
    }

    @Nullable
    AsciiString status() {
        return status;
    }

    /** Takes one; returns why that makes the head malformed, or null. */
    @Nullable
    String add(AsciiString name, AsciiString value) {
        boolean twice;
        switch (name.toString()) {
            case ":method" -> {
                twice = method != null;
                method = value;
            }
            case ":path" -> {
                twice = path != null;
                path = value;
            }
            case ":scheme" -> {
                twice = scheme != null;
                scheme = value;
            }
            case ":authority" -> {
                twice = authority != null;
                authority = value;
            }
            case ":status" -> {
                twice = status != null;
                status = value;
            }
            case ":protocol" -> {
                twice = protocol != null;
                protocol = value;
            }
            default -> {
                return "the unknown pseudo-field " + name;
            }
        }
        return twice ? name + " more than once" : null;
    }

    /** Returns why they are not those of a message, or null. */
    @Nullable
    String check() {
        if (status != null) {
            boolean alone = method == null && scheme == null && authority == null && path == null && protocol == null;
            return alone && isStatus(status) ? null : ":status must be three digits and stand alone";
        }
        AsciiString given = method;
        if (given == null || !FieldOctets.isToken(given)) {
            return ":method must be one token";
        }
        if (authority != null && !FieldOctets.isVisible(authority)) {
            return ":authority holds an octet that must not be there";
        }
        if (protocol != null) {
            return checkProtocol(protocol);
        }
        if (given.equals(CONNECT)) {
            return path == null && scheme == null && authority != null && !authority.isEmpty()
                    ? null
                    : "CONNECT has only :method and :authority";
        }
        return checkTarget();
    }

    /** RFC 8441 section 4. */
    private @Nullable String checkProtocol(AsciiString named) {
        if (!connects() || authority == null || authority.isEmpty()) {
            return ":protocol needs CONNECT and :authority";
        }
        return FieldOctets.isToken(named) ? checkTarget() : ":protocol must be one token";
    }

    private @Nullable String checkTarget() {
        if (scheme == null || !(scheme.contentEqualsIgnoreCase(HTTP) || scheme.contentEqualsIgnoreCase(HTTPS))) {
            return ":scheme must be http or https";
        }
        AsciiString given = path;
        if (given == null || given.isEmpty() || !FieldOctets.isVisible(given)
                || (given.byteAt(0) != '/' && !given.equals(ASTERISK))) {
            return ":path must be '/...' or '*'";
        }
        return null;
    }

    static boolean isStatus(AsciiString text) {
        return text.length() == 3 && text.byteAt(0) >= '1' && text.byteAt(0) <= '5' && isDigit(text.byteAt(1))
                && isDigit(text.byteAt(2));
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    AsciiString target() {
        return path != null ? path : requireNonNull(authority, "authority");
    }

    /** RFC 9110 section 8.6: a request of a method that usually has content says that it has none. */
    boolean methodNeedsLength() {
        return method != null && (method.contentEquals("POST") || method.contentEquals("PUT")
                || method.contentEquals("PATCH"));
    }
}
