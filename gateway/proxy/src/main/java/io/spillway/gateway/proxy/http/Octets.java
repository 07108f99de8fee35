package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;

/** What each octet may be used for in HTTP/1, as one table look-up. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HT = '\t';

    private static final int TOKEN = 1;
    private static final int FIELD_VALUE = 2;
    private static final int TARGET = 4;
    private static final int HOST = 8;
    private static final int PORT_DIGITS = 5;
    private static final byte[] CLASSES = classes();

    private Octets() {}

    private static byte[] classes() {
        byte[] table = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            int bits = 0;
            if (isAlphanumeric(octet) || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0) {
                bits |= TOKEN;
            }
            if (octet == HT || (octet >= 0x20 && octet != 0x7f)) {
                bits |= FIELD_VALUE;
            }
            if (octet > 0x20 && octet < 0x7f && octet != '#') {
                bits |= TARGET;
            }
            if (isAlphanumeric(octet) || ".-_~%".indexOf(octet) >= 0) {
                bits |= HOST;
            }
            table[octet] = (byte) bits;
        }
        return table;
    }

    private static boolean isAlphanumeric(int octet) {
        return (octet >= '0' && octet <= '9') || (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
    }

    private static boolean all(byte[] octets, int from, int to, int bit) {
        for (int at = from; at < to; at++) {
            if (!has(octets[at], bit)) {
                return false;
            }
        }
        return true;
    }

    static boolean isToken(byte[] octets, int from, int to) {
        return from < to && all(octets, from, to, TOKEN);
    }

    static boolean isToken(byte octet) {
        return (CLASSES[octet & 0xff] & TOKEN) != 0;
    }

    static boolean isFieldValue(byte[] octets, int from, int to) {
        return all(octets, from, to, FIELD_VALUE);
    }

    static boolean isFieldValue(byte octet) {
        return (CLASSES[octet & 0xff] & FIELD_VALUE) != 0;
    }

    static boolean isTarget(byte[] octets, int from, int to) {
        return from < to && all(octets, from, to, TARGET);
    }

    /**
     * Tells whether the octets are a host with an optional port (RFC 9110 section 7.2), or nothing. Sub-delimiters, which
     * RFC 3986 would let into a name, are refused: readers of Host lists and URLs disagree about them.
     */
    static boolean isAuthority(byte[] octets, int from, int to) {
        if (from == to) {
            return true;
        }
        int end = hostEnd(octets, from, to);
        if (end == to) {
            return true;
        }
        if (end == from || octets[end] != ':' || to - end > 1 + PORT_DIGITS) {
            return false;
        }
        for (int at = end + 1; at < to; at++) {
            if (!isDigit(octets[at])) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether what is an authority ends with a colon and at least one digit. */
    static boolean endsWithPort(byte[] octets, int from, int to) {
        int end = from == to ? to : hostEnd(octets, from, to);
        return end < to - 1;
    }

    /** Tells whether the octets name one protocol, with or without a version (RFC 9110 section 7.8). */
    static boolean isProtocol(byte[] octets, int from, int to) {
        int slash = from;
        while (slash < to && isToken(octets[slash])) {
            slash++;
        }
        return slash > from && (slash == to || (octets[slash] == '/' && isToken(octets, slash + 1, to)));
    }

    /** Returns where the host ends; {@code from} when there is none. */
    private static int hostEnd(byte[] octets, int from, int to) {
        boolean bracketed = octets[from] == '[';
        int at = bracketed ? from + 1 : from;
        while (at < to && (has(octets[at], HOST) || (bracketed && octets[at] == ':'))) {
            at++;
        }
        if (!bracketed) {
            return at;
        }
        return at > from + 1 && at < to && octets[at] == ']' ? at + 1 : from;
    }

    private static boolean has(byte octet, int bit) {
        return (CLASSES[octet & 0xff] & bit) != 0;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Returns the value of a hexadecimal digit, or -1. */
    static int hex(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }

    /** Tells whether the octets equal {@code lowerCase} without regard to ASCII case. */
    static boolean equalsIgnoreCase(byte[] octets, int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(octets[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether two pieces of the same octets are equal without regard to ASCII case. */
    static boolean equalsIgnoreCase(byte[] octets, int aFrom, int aTo, int bFrom, int bTo) {
        if (aTo - aFrom != bTo - bFrom) {
            return false;
        }
        for (int i = 0; i < aTo - aFrom; i++) {
            if (lower(octets[aFrom + i]) != lower(octets[bFrom + i])) {
                return false;
            }
        }
        return true;
    }

    static boolean equalsIgnoreCase(byte[] octets, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (lower(octets[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(byte[] octets, int from, int to, byte[] exact) {
        if (to - from != exact.length) {
            return false;
        }
        for (int i = 0; i < exact.length; i++) {
            if (octets[from + i] != exact[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the octet is first, or -1. */
    static int indexOf(byte[] octets, int from, int to, byte octet) {
        for (int at = from; at < to; at++) {
            if (octets[at] == octet) {
                return at;
            }
        }
        return -1;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
