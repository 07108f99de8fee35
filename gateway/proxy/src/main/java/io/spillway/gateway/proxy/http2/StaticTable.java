package io.spillway.gateway.proxy.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of HPACK's static table (RFC 7541 appendix A) by their octets. */
final class StaticTable {
    static final int AUTHORITY = 1;
    static final int METHOD_GET = 2;
    static final int METHOD_POST = 3;
    static final int PATH_ROOT = 4;
    static final int SCHEME_HTTP = 6;
    static final int SCHEME_HTTPS = 7;
    static final int STATUS_200 = 8;
    /** What a name from the table counts at the most in the size of a head, near enough: the longest is 27. */
    static final int NAME_LENGTH = 12;

    /** The names from index 15 on. */
    private static final String[] NAMES = {"accept-charset", "accept-encoding", "accept-language", "accept-ranges",
            "accept", "access-control-allow-origin", "age", "allow", "authorization", "cache-control",
            "content-disposition", "content-encoding", "content-language", "content-length", "content-location",
            "content-range", "content-type", "cookie", "date", "etag", "expect", "expires", "from", "host", "if-match",
            "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "last-modified", "link",
            "location", "max-forwards", "proxy-authenticate", "proxy-authorization", "range", "referer", "refresh",
            "retry-after", "server", "set-cookie", "strict-transport-security", "transfer-encoding", "user-agent",
            "vary", "via", "www-authenticate"};
    private static final int FIRST = 15;
    private static final int AUTHORIZATION = 23;
    private static final int PROXY_AUTHORIZATION = 49;
    private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};
    private static final int SLOTS = 256;
    private static final byte[][] OCTETS = new byte[SLOTS][];
    private static final byte[] INDEX = new byte[SLOTS];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            byte[] name = NAMES[i].getBytes(StandardCharsets.US_ASCII);
            int slot = slot(name, 0, name.length);
            while (OCTETS[slot] != null) {
                slot = (slot + 1) % SLOTS;
            }
            OCTETS[slot] = name;
            INDEX[slot] = (byte) (FIRST + i);
        }
    }

    private StaticTable() {}

    private static int slot(byte[] octets, int from, int to) {
        int length = to - from;
        return (length * 37 + octets[from] * 11 + octets[to - 1] * 5 + octets[from + length / 2]) & (SLOTS - 1);
    }

    /** Returns the index of a name in lower case, 0 when the table has it not. */
    static int name(byte[] octets, int from, int to) {
        if (to <= from) {
            return 0;
        }
        int slot = slot(octets, from, to);
        byte[] known = OCTETS[slot];
        while (known != null) {
            if (Arrays.equals(octets, from, to, known, 0, known.length)) {
                return INDEX[slot];
            }
            slot = (slot + 1) % SLOTS;
            known = OCTETS[slot];
        }
        return 0;
    }

    /** Tells whether the field is a credential, which no intermediary may put into a table (RFC 7541 section 7.1.3). */
    static boolean secret(int index) {
        return index == AUTHORIZATION || index == PROXY_AUTHORIZATION;
    }

    /** Returns the index of a status of three digits, 0 when the table has it not. */
    static int status(byte[] octets, int from) {
        int status = (octets[from] - '0') * 100 + (octets[from + 1] - '0') * 10 + octets[from + 2] - '0';
        for (int i = 0; i < STATUSES.length; i++) {
            if (STATUSES[i] == status) {
                return STATUS_200 + i;
            }
        }
        return 0;
    }
}
