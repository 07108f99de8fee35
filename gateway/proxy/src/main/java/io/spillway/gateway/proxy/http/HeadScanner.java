package io.spillway.gateway.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds a head at the start of a buffer that may still be growing, one pass over each octet however the bytes are cut.
 * Strict by RFC 9112: CR LF line ends only, no folding, no space around names, no control characters. One per
 * connection, used on its event loop only.
 */
public final class HeadScanner {
    private static final byte[] HTTP2_PREFACE = Octets.ascii("PRI * HTTP/2.0");

    /** What a look at the buffer found. */
    public enum Scan {
        /** More octets are needed. */
        MORE,
        /** The head is complete and was taken out of the buffer. */
        DONE,
        /** The octets cannot become a head that we would pass on; {@link #fault} says why. */
        REFUSED
    }

    private final boolean request;
    private final HeadLimits limits;
    private int lineStart;
    private int searched;
    private boolean startLineSeen;
    private boolean blankLineSeen;
    private @Nullable Fault fault;

    private HeadScanner(boolean request, HeadLimits limits) {
        this.request = request;
        this.limits = limits;
    }

    /** Returns a scanner for heads with a request line. */
    public static HeadScanner forRequests(HeadLimits limits) {
        return new HeadScanner(true, limits);
    }

    /** Returns a scanner for heads with a status line. */
    public static HeadScanner forResponses(HeadLimits limits) {
        return new HeadScanner(false, limits);
    }

    /** Returns why the last scan was refused. */
    public Fault fault() {
        return fault == null ? Fault.START_LINE : fault;
    }

    /** Tells whether octets of an unfinished head have been seen. */
    public boolean started() {
        return searched > 0;
    }

    /** Makes ready for the next message. */
    public void reset() {
        lineStart = 0;
        searched = 0;
        startLineSeen = false;
        blankLineSeen = false;
        fault = null;
    }

    /**
     * Goes on where the last call stopped. The buffer's reader index must stand at the start of the head, also when the
     * octets have been moved to a larger buffer since.
     */
    public Scan scan(ByteBuf in, MessageHead head) {
        int base = in.readerIndex();
        head.view(in, base);
        Scan scan = lines(in, base, head);
        if (scan == Scan.DONE) {
            head.attach(in, lineStart);
        } else {
            head.unview();
        }
        return scan;
    }

    private Scan lines(ByteBuf in, int base, MessageHead head) {
        while (true) {
            int lineFeed = in.indexOf(base + searched, in.writerIndex(), Octets.LF);
            if (lineFeed < 0) {
                searched = in.writerIndex() - base;
                return searched > limits.bytes() ? refuse(Fault.HEAD_TOO_LARGE) : unfinished(in, base);
            }
            int end = lineFeed - base - 1;
            searched = end + 2;
            if (searched > limits.bytes()) {
                return refuse(Fault.HEAD_TOO_LARGE);
            }
            if (end < lineStart || in.getByte(base + end) != Octets.CR) {
                return refuse(Fault.BARE_LINE_END);
            }
            if (end == lineStart) {
                if (startLineSeen) {
                    lineStart = end + 2;
                    return Scan.DONE;
                }
                if (blankLineSeen || !request) {
                    return refuse(Fault.START_LINE);
                }
                // RFC 9112 section 2.2: one empty line before a request line is forgiven; it is dropped here.
                blankLineSeen = true;
                in.skipBytes(2);
                searched = 0;
                base = in.readerIndex();
                head.view(in, base);
                continue;
            }
            Fault found = startLineSeen ? fieldLine(in, base, end, head) : startLine(in, base, end, head);
            if (found != null) {
                return refuse(found);
            }
            lineStart = end + 2;
        }
    }

    /** Refuses early what can never become a start line, so that a flood of noise is not buffered up to the limit. */
    private Scan unfinished(ByteBuf in, int base) {
        if (!startLineSeen && searched > 0) {
            byte first = in.getByte(base);
            if (!Octets.isToken(first) && first != Octets.CR) {
                return refuse(Fault.START_LINE);
            }
        }
        return Scan.MORE;
    }

    private Scan refuse(Fault why) {
        fault = why;
        return Scan.REFUSED;
    }

    private @Nullable Fault startLine(ByteBuf in, int base, int end, MessageHead head) {
        startLineSeen = true;
        return request ? requestLine(in, base, end, head) : statusLine(in, base, end, head);
    }

    private @Nullable Fault requestLine(ByteBuf in, int base, int end, MessageHead head) {
        int from = base + lineStart;
        int to = base + end;
        if (Octets.equals(in, from, to, HTTP2_PREFACE)) {
            return Fault.HTTP2;
        }
        int first = in.indexOf(from, to, Octets.SP);
        int second = first < 0 ? -1 : in.indexOf(first + 1, to, Octets.SP);
        if (second < 0 || !Octets.isToken(in, from, first) || !Octets.isTarget(in, first + 1, second)) {
            return Fault.START_LINE;
        }
        head.firstEnd = first - base;
        head.secondStart = first + 1 - base;
        head.secondEnd = second - base;
        head.thirdStart = second + 1 - base;
        head.thirdEnd = end;
        return namesNothing(in, first + 1, second, to) ? Fault.NOT_HTTP : version(in, second + 1, to);
    }

    /** Whoever names neither a resource nor a protocol does not speak HTTP/1, and would not understand an answer in it. */
    private static boolean namesNothing(ByteBuf in, int target, int targetEnd, int lineEnd) {
        byte octet = in.getByte(target);
        return octet != '/' && octet != '*' && in.indexOf(target, targetEnd, (byte) ':') < 0
                && in.indexOf(targetEnd, lineEnd, (byte) '/') < 0;
    }

    private static @Nullable Fault version(ByteBuf in, int from, int to) {
        if (to - from != 8 || in.getByte(from) != 'H' || in.getByte(from + 1) != 'T' || in.getByte(from + 2) != 'T'
                || in.getByte(from + 3) != 'P' || in.getByte(from + 4) != '/' || !Octets.isDigit(in.getByte(from + 5))
                || in.getByte(from + 6) != '.' || !Octets.isDigit(in.getByte(from + 7))) {
            return Fault.START_LINE;
        }
        byte minor = in.getByte(from + 7);
        return in.getByte(from + 5) == '1' && (minor == '0' || minor == '1') ? null : Fault.VERSION;
    }

    private @Nullable Fault statusLine(ByteBuf in, int base, int end, MessageHead head) {
        int from = base + lineStart;
        int to = base + end;
        if (to - from < 12 || in.getByte(from + 8) != Octets.SP
                || (to - from > 12 && in.getByte(from + 12) != Octets.SP)) {
            return Fault.START_LINE;
        }
        for (int i = 9; i < 12; i++) {
            if (!Octets.isDigit(in.getByte(from + i))) {
                return Fault.START_LINE;
            }
        }
        if (in.getByte(from + 9) == '0' || in.getByte(from + 9) > '5') {
            return Fault.STATUS;
        }
        int reason = Math.min(to, from + 13);
        if (!Octets.isFieldValue(in, reason, to)) {
            return Fault.START_LINE;
        }
        head.firstEnd = from + 8 - base;
        head.secondStart = from + 9 - base;
        head.secondEnd = from + 12 - base;
        head.thirdStart = reason - base;
        head.thirdEnd = end;
        return version(in, from, from + 8);
    }

    private @Nullable Fault fieldLine(ByteBuf in, int base, int end, MessageHead head) {
        if (head.fields() == limits.fields()) {
            return Fault.TOO_MANY_FIELDS;
        }
        int from = base + lineStart;
        int to = base + end;
        int colon = in.indexOf(from, to, (byte) ':');
        if (colon < 0 || !Octets.isToken(in, from, colon)) {
            return Fault.FIELD_NAME;
        }
        int valueFrom = colon + 1;
        int valueTo = to;
        while (valueFrom < valueTo && isSpace(in.getByte(valueFrom))) {
            valueFrom++;
        }
        while (valueTo > valueFrom && isSpace(in.getByte(valueTo - 1))) {
            valueTo--;
        }
        if (!Octets.isFieldValue(in, valueFrom, valueTo)) {
            return Fault.FIELD_VALUE;
        }
        head.addField(lineStart, colon - base, valueFrom - base, valueTo - base, end + 2);
        return null;
    }

    private static boolean isSpace(byte octet) {
        return octet == Octets.SP || octet == Octets.HT;
    }
}
