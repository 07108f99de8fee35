package io.spillway.gateway.proxy.http2;

import io.netty.util.AsciiString;

/** Which octets RFC 9113 section 8.2.1 and RFC 9110 section 5.5 allow in fields. */
final class FieldOctets {
    private static final int TOKEN = 1;
    private static final int NAME = 2;
    private static final int VALUE = 4;
    private static final int VISIBLE = 8;
    private static final byte[] CLASSES = classes();

    private FieldOctets() {}

    private static byte[] classes() {
        byte[] table = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            boolean upper = octet >= 'A' && octet <= 'Z';
            boolean token = upper || (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0;
            int bits = token ? TOKEN : 0;
            bits |= token && !upper ? NAME : 0;
            bits |= octet == '\t' || (octet >= 0x20 && octet != 0x7f) ? VALUE : 0;
            bits |= octet > 0x20 && octet < 0x7f ? VISIBLE : 0;
            table[octet] = (byte) bits;
        }
        return table;
    }

    private static boolean all(AsciiString text, int bit) {
        byte[] octets = text.array();
        int from = text.arrayOffset();
        for (int i = from; i < from + text.length(); i++) {
            if ((CLASSES[octets[i] & 0xff] & bit) == 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isToken(AsciiString text) {
        return !text.isEmpty() && all(text, TOKEN);
    }

    /** Tells whether it is a field name as HTTP/2 has it: a token without upper-case letters. */
    static boolean isName(AsciiString text) {
        return !text.isEmpty() && all(text, NAME);
    }

    static boolean isVisible(AsciiString text) {
        return !text.isEmpty() && all(text, VISIBLE);
    }

    /** Tells whether it is a field value: no control character, no space at its ends. */
    static boolean isValue(AsciiString text) {
        return text.isEmpty()
                || (all(text, VALUE) && !isSpace(text.byteAt(0)) && !isSpace(text.byteAt(text.length() - 1)));
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
