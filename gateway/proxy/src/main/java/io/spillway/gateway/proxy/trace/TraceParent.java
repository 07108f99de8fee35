package io.spillway.gateway.proxy.trace;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The field {@code traceparent} (W3C Trace Context, section 3.2).
 *
 * @param high the first eight octets of the trace's id
 * @param low the last eight; not both are 0
 * @param span the id of the span that made the request, not 0
 * @param sampled whether that span is recorded
 */
record TraceParent(long high, long low, long span, boolean sampled) {
    private static final int LENGTH = 55;
    private static final HexFormat HEX = HexFormat.of();

    /** Returns what the field says, or null when there is none or it says nothing that can be used. */
    static @Nullable TraceParent parse(@Nullable String text) {
        if (text == null || text.length() < LENGTH || text.charAt(2) != '-' || text.charAt(35) != '-'
                || text.charAt(52) != '-' || !hex(text)) {
            return null;
        }
        boolean first = text.startsWith("00");
        // Of later versions only what this one knows counts, and there may be more behind it; ff is none.
        if (text.startsWith("ff")
                || (first ? text.length() > LENGTH : text.length() > LENGTH && text.charAt(LENGTH) != '-')) {
            return null;
        }
        long high = HexFormat.fromHexDigitsToLong(text, 3, 19);
        long low = HexFormat.fromHexDigitsToLong(text, 19, 35);
        long span = HexFormat.fromHexDigitsToLong(text, 36, 52);
        return (high | low) == 0 || span == 0
                ? null
                : new TraceParent(high, low, span, (HexFormat.fromHexDigit(text.charAt(54)) & 1) != 0);
    }

    /** Ids are in lower case; anything else is not a traceparent. */
    private static boolean hex(String text) {
        for (int i = 0; i < LENGTH; i++) {
            char one = text.charAt(i);
            boolean dash = i == 2 || i == 35 || i == 52;
            if (!dash && !(one >= '0' && one <= '9') && !(one >= 'a' && one <= 'f')) {
                return false;
            }
        }
        return true;
    }

    String traceId() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    static String spanId(long id) {
        return HEX.toHexDigits(id);
    }

    @Override
    public String toString() {
        return "00-" + traceId() + "-" + spanId(span) + (sampled ? "-01" : "-00");
    }
}
