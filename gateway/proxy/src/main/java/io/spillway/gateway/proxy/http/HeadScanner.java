package io.spillway.gateway.proxy.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds a head at the start of a buffer that may still be growing, one pass over each octet however the bytes are cut.
 * Strict by RFC 9112: CR LF line ends only, no folding, no space around names, no control characters. One per
 * connection, used on its event loop only.
 */
public final class HeadScanner {
    /** So much is copied at a time. */
    private static final int AT_ONCE = 512;
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
        if (searched == 0) {
            head.refill();
        }
        Scan scan = lines(in, head);
        if (scan == Scan.DONE) {
            head.complete(lineStart);
            in.skipBytes(lineStart);
        }
        return scan;
    }

    private Scan lines(ByteBuf in, MessageHead head) {
        while (true) {
            int lineFeed = lineFeed(in, head);
            if (lineFeed < 0) {
                return searched > limits.bytes() ? refuse(Fault.HEAD_TOO_LARGE) : unfinished(head);
            }
            int end = lineFeed - 1;
            searched = end + 2;
            if (searched > limits.bytes()) {
                return refuse(Fault.HEAD_TOO_LARGE);
            }
            if (end < lineStart || head.at(end) != Octets.CR) {
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
                head.refill();
                continue;
            }
            Fault found = startLineSeen ? fieldLine(head, end) : startLine(head, end);
            if (found != null) {
                return refuse(found);
            }
            lineStart = end + 2;
        }
    }

    /** Returns where the next line feed is, or -1 when there is none among the octets that may be looked at. */
    private int lineFeed(ByteBuf in, MessageHead head) {
        int available = Math.min(in.readableBytes(), limits.bytes() + 1);
        int lineFeed = Octets.indexOf(head.octets(), searched, head.filled(), Octets.LF);
        while (lineFeed < 0) {
            searched = head.filled();
            if (searched >= available) {
                return -1;
            }
            // What follows the head, a body or other heads, is not copied with it.
            head.fill(in, Math.min(available, searched + AT_ONCE));
            lineFeed = Octets.indexOf(head.octets(), searched, head.filled(), Octets.LF);
        }
        return lineFeed;
    }

    /** Refuses early what can never become a start line, so that a flood of noise is not buffered up to the limit. */
    private Scan unfinished(MessageHead head) {
        if (!startLineSeen && searched > 0) {
            byte first = head.at(0);
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

    private @Nullable Fault startLine(MessageHead head, int end) {
        startLineSeen = true;
        return request ? requestLine(head, end) : statusLine(head, end);
    }

    private @Nullable Fault requestLine(MessageHead head, int end) {
        byte[] in = head.octets();
        int from = lineStart;
        if (Octets.equals(in, from, end, HTTP2_PREFACE)) {
            return Fault.HTTP2;
        }
        int first = Octets.indexOf(in, from, end, Octets.SP);
        int second = first < 0 ? -1 : Octets.indexOf(in, first + 1, end, Octets.SP);
        if (second < 0 || !Octets.isToken(in, from, first) || !Octets.isTarget(in, first + 1, second)) {
            return Fault.START_LINE;
        }
        head.firstEnd = first;
        head.secondStart = first + 1;
        head.secondEnd = second;
        head.thirdStart = second + 1;
        head.thirdEnd = end;
        return namesNothing(in, first + 1, second, end) ? Fault.NOT_HTTP : version(in, second + 1, end);
    }

    /** Whoever names neither a resource nor a protocol does not speak HTTP/1, and would not understand an answer in it. */
    private static boolean namesNothing(byte[] in, int target, int targetEnd, int lineEnd) {
        byte octet = in[target];
        return octet != '/' && octet != '*' && Octets.indexOf(in, target, targetEnd, (byte) ':') < 0
                && Octets.indexOf(in, targetEnd, lineEnd, (byte) '/') < 0;
    }

    private static @Nullable Fault version(byte[] in, int from, int to) {
        if (to - from != 8 || in[from] != 'H' || in[from + 1] != 'T' || in[from + 2] != 'T'
                || in[from + 3] != 'P' || in[from + 4] != '/' || !Octets.isDigit(in[from + 5])
                || in[from + 6] != '.' || !Octets.isDigit(in[from + 7])) {
            return Fault.START_LINE;
        }
        byte minor = in[from + 7];
        return in[from + 5] == '1' && (minor == '0' || minor == '1') ? null : Fault.VERSION;
    }

    private @Nullable Fault statusLine(MessageHead head, int end) {
        byte[] in = head.octets();
        int from = lineStart;
        if (end - from < 12 || in[from + 8] != Octets.SP
                || (end - from > 12 && in[from + 12] != Octets.SP)) {
            return Fault.START_LINE;
        }
        for (int i = 9; i < 12; i++) {
            if (!Octets.isDigit(in[from + i])) {
                return Fault.START_LINE;
            }
        }
        if (in[from + 9] == '0' || in[from + 9] > '5') {
            return Fault.STATUS;
        }
        int reason = Math.min(end, from + 13);
        if (!Octets.isFieldValue(in, reason, end)) {
            return Fault.START_LINE;
        }
        head.firstEnd = from + 8;
        head.secondStart = from + 9;
        head.secondEnd = from + 12;
        head.thirdStart = reason;
        head.thirdEnd = end;
        return version(in, from, from + 8);
    }

    private @Nullable Fault fieldLine(MessageHead head, int end) {
        if (head.fields() == limits.fields()) {
            return Fault.TOO_MANY_FIELDS;
        }
        byte[] in = head.octets();
        int from = lineStart;
        int colon = Octets.indexOf(in, from, end, (byte) ':');
        if (colon < 0 || !Octets.isToken(in, from, colon)) {
            return Fault.FIELD_NAME;
        }
        int valueFrom = colon + 1;
        int valueTo = end;
        while (valueFrom < valueTo && isSpace(in[valueFrom])) {
            valueFrom++;
        }
        while (valueTo > valueFrom && isSpace(in[valueTo - 1])) {
            valueTo--;
        }
        if (!Octets.isFieldValue(in, valueFrom, valueTo)) {
            return Fault.FIELD_VALUE;
        }
        head.addField(lineStart, colon, valueFrom, valueTo, end + 2);
        return null;
    }

    private static boolean isSpace(byte octet) {
        return octet == Octets.SP || octet == Octets.HT;
    }
}
