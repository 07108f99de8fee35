package io.spillway.gateway.proxy.http;

import org.jspecify.annotations.Nullable;

/** The two fields on which senders and receivers of HTTP/1 may disagree, read so that they cannot. */
final class FramingFields {
    private static final byte[] CHUNKED = Octets.ascii("chunked");
    private static final int LONGEST_LENGTH = 18;

    private FramingFields() {}

    /** Returns why the combination of Content-Length and Transfer-Encoding is refused, or null when it is sound. */
    static @Nullable Fault check(MessageHead head, boolean http10) {
        int lengths = head.count(Field.CONTENT_LENGTH);
        int encodings = head.count(Field.TRANSFER_ENCODING);
        if (lengths > 0 && encodings > 0) {
            return Fault.LENGTH_AND_ENCODING;
        }
        if (encodings > 0) {
            boolean sound = encodings == 1 && !http10 && head.valueIs(head.first(Field.TRANSFER_ENCODING), CHUNKED);
            return sound ? null : Fault.TRANSFER_ENCODING;
        }
        return lengths > 1 || (lengths == 1 && contentLength(head) < 0) ? Fault.CONTENT_LENGTH : null;
    }

    /** Returns the length that the head declares: -1 when it is not 1 to 18 decimal digits. */
    static long contentLength(MessageHead head) {
        int line = head.first(Field.CONTENT_LENGTH);
        int from = head.valueStart(line);
        int to = head.valueEnd(line);
        if (from == to || to - from > LONGEST_LENGTH) {
            return -1;
        }
        long value = 0;
        for (int at = from; at < to; at++) {
            byte octet = head.at(at);
            if (!Octets.isDigit(octet)) {
                return -1;
            }
            value = value * 10 + (octet - '0');
        }
        return value;
    }
}
