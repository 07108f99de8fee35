package io.spillway.gateway.proxy.forward;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spillway.gateway.failover.GrpcStatus;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.MessageHead;

/** What gRPC says in the fields of HTTP/2 (gRPC, {@code doc/PROTOCOL-HTTP2.md}), read from octets. Stateless. */
final class Grpc {
    /** No time-out was given, or none that can be read. */
    static final long NO_TIMEOUT = Long.MAX_VALUE;

    private static final byte[] TYPE = HeadBuffer.bytes("application/grpc");
    private static final byte[] STATUS = HeadBuffer.bytes("grpc-status:");
    private static final int LONGEST_TIMEOUT = 9;
    private static final long LONGEST = TimeUnit.DAYS.toNanos(365);

    private Grpc() {}

    /** Tells whether the content type is {@code application/grpc}, alone or with {@code +proto} and the like. */
    static boolean speaks(MessageHead head) {
        if (head.count(Field.CONTENT_TYPE) != 1) {
            return false;
        }
        int line = head.first(Field.CONTENT_TYPE);
        int from = head.valueStart(line);
        int length = head.valueEnd(line) - head.valueStart(line);
        if (length < TYPE.length || !begins(head, from)) {
            return false;
        }
        int next = length == TYPE.length ? ';' : head.at(from + TYPE.length);
        return next == '+' || next == ';';
    }

    /** Returns the status that a head gives, as an answer without anything else does. */
    static int status(MessageHead head) {
        if (head.count(Field.GRPC_STATUS) == 0) {
            return GrpcStatus.NONE;
        }
        int line = head.first(Field.GRPC_STATUS);
        return number(Unpooled.wrappedBuffer(head.octets()), head.valueStart(line), head.valueEnd(line));
    }

    /** Returns the status that trailers give: field lines that each end with CR LF. */
    static int status(ByteBuf section) {
        int at = section.readerIndex();
        int end = section.writerIndex();
        while (at < end) {
            int lineFeed = section.indexOf(at, end, (byte) '\n');
            int next = lineFeed < 0 ? end : lineFeed + 1;
            if (next - at > STATUS.length && begins(section, at, STATUS)) {
                return number(section, at + STATUS.length, next);
            }
            at = next;
        }
        return GrpcStatus.NONE;
    }

    /** A status that is no number is as good as an unknown one. */
    private static int number(ByteBuf octets, int from, int to) {
        int value = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            byte octet = octets.getByte(i);
            if (octet >= '0' && octet <= '9' && digits < 4) {
                value = 10 * value + octet - '0';
                digits++;
            } else if (octet != ' ' && octet != '\t' && octet != '\r' && octet != '\n') {
                return GrpcStatus.UNKNOWN;
            }
        }
        return digits == 0 ? GrpcStatus.UNKNOWN : value;
    }

    /** Returns how many nanoseconds the client gives its call: {@code grpc-timeout}, at most eight digits and a unit. */
    static long timeoutNanos(MessageHead head) {
        if (head.count(Field.GRPC_TIMEOUT) != 1) {
            return NO_TIMEOUT;
        }
        int line = head.first(Field.GRPC_TIMEOUT);
        int from = head.valueStart(line);
        int unit = head.valueEnd(line) - 1;
        if (unit <= from || unit - from >= LONGEST_TIMEOUT) {
            return NO_TIMEOUT;
        }
        long value = 0;
        for (int i = from; i < unit; i++) {
            byte octet = head.at(i);
            if (octet < '0' || octet > '9') {
                return NO_TIMEOUT;
            }
            value = 10 * value + octet - '0';
        }
        long nanos = switch (head.at(unit)) {
            case 'H' -> Math.min(LONGEST, TimeUnit.HOURS.toNanos(value));
            case 'M' -> TimeUnit.MINUTES.toNanos(value);
            case 'S' -> TimeUnit.SECONDS.toNanos(value);
            case 'm' -> TimeUnit.MILLISECONDS.toNanos(value);
            case 'u' -> TimeUnit.MICROSECONDS.toNanos(value);
            case 'n' -> value;
            default -> NO_TIMEOUT;
        };
        return nanos == NO_TIMEOUT ? NO_TIMEOUT : Math.min(nanos, LONGEST);
    }

    private static boolean begins(MessageHead head, int from) {
        for (int i = 0; i < TYPE.length; i++) {
            byte octet = head.at(from + i);
            if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != TYPE[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean begins(ByteBuf octets, int from, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            byte octet = octets.getByte(from + i);
            if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns a text as {@code grpc-message} has it: all but printable ASCII in percent encoding. */
    static String message(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet < 0x20 || octet > 0x7e || octet == '%') {
                out.append('%').append(String.format(Locale.ROOT, "%02X", octet));
            } else {
                out.append((char) octet);
            }
        }
        return out.toString();
    }
}
