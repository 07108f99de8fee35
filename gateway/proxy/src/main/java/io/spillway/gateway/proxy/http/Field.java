package io.spillway.gateway.proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The field names that the proxy itself reads or writes; every other field is {@link #OTHER}. */
public enum Field {
    /** Any field that the proxy has no business with. */
    OTHER, HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, UPGRADE, HTTP2_SETTINGS, TE, TRAILER, EXPECT, VIA, FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, CDN_LOOP, X_SPILLWAY_CLUSTER, X_SPILLWAY_SUBSET, X_SPILLWAY_REFUSED, X_SPILLWAY_IDC, X_SPILLWAY_REASON, X_SPILLWAY_PRIORITY, X_SPILLWAY_CLASS, CONTENT_TYPE, GRPC_STATUS, GRPC_TIMEOUT, TRACEPARENT, X_ENVOY_EXPECTED_RQ_TIMEOUT_MS;

    /** How long the longest of the names is. */
    public static final int LONGEST = 30;

    private static final Field[] ALL = values();
    private static final Field[][] BY_LENGTH = byLength();
    private static final byte[][] NAMES = names();

    private final String lowerCase;

    Field() {
        lowerCase = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the name as it is written in HTTP/2 and in documents: lower case. */
    public String lowerCase() {
        return lowerCase;
    }

    /** Tells whether the field passes as it came, in heads and trailers: the proxy at most reads it. */
    public boolean passes() {
        return this == OTHER || this == CONTENT_TYPE || this == GRPC_STATUS || this == GRPC_TIMEOUT
                || this == TRACEPARENT;
    }

    /** Returns a number for arrays of this process. */
    @SuppressWarnings("EnumOrdinal") // never stored or sent
    int index() {
        return ordinal();
    }

    static Field of(int ordinal) {
        return ALL[ordinal];
    }

    /** Returns the field whose name these octets are, in whatever case. */
    public static Field named(byte[] octets, int from, int length) {
        if (length < BY_LENGTH.length) {
            for (Field candidate : BY_LENGTH[length]) {
                if (Octets.equalsIgnoreCase(octets, from, from + length, NAMES[candidate.index()])) {
                    return candidate;
                }
            }
        }
        return OTHER;
    }

    private static byte[][] names() {
        byte[][] names = new byte[ALL.length][];
        for (Field field : ALL) {
            names[field.index()] = Octets.ascii(field.lowerCase);
        }
        return names;
    }

    private static Field[][] byLength() {
        List<List<Field>> lengths = new ArrayList<>();
        for (int length = 0; length <= LONGEST; length++) {
            lengths.add(new ArrayList<>());
        }
        for (Field field : ALL) {
            if (field != OTHER) {
                lengths.get(field.lowerCase.length()).add(field);
            }
        }
        Field[][] table = new Field[lengths.size()][];
        for (int length = 0; length < table.length; length++) {
            table[length] = lengths.get(length).toArray(new Field[0]);
        }
        return table;
    }
}
