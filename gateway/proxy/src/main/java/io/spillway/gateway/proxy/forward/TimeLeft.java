package io.spillway.gateway.proxy.forward;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.MessageHead;
import org.jspecify.annotations.Nullable;

/**
 * What the next hop is told of the time that is left, so that it works no longer than anybody waits here: another gateway
 * by Envoy's {@code x-envoy-expected-rq-timeout-ms}, a service of gRPC by {@code grpc-timeout}, which is never longer than
 * the client's own.
 *
 * @param hopNanos for another gateway; {@link Aim#NEVER} to say nothing
 * @param callNanos for a call of gRPC whose client gave a time; {@link Aim#NEVER} to say nothing
 */
record TimeLeft(long hopNanos, long callNanos) {
    private static final byte[] EXPECTED = HeadBuffer
            .bytes(Field.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS.lowerCase() + ": ");
    private static final byte[] CALL = HeadBuffer.bytes(Field.GRPC_TIMEOUT.lowerCase() + ": ");
    /** The gRPC protocol allows eight digits. */
    private static final long LONGEST_NUMBER = 99_999_999;
    private static final int DIGITS = 8;
    private static final TimeUnit[] UNITS = {TimeUnit.NANOSECONDS, TimeUnit.MICROSECONDS, TimeUnit.MILLISECONDS,
            TimeUnit.SECONDS, TimeUnit.MINUTES, TimeUnit.HOURS};
    private static final String LETTERS = "numSMH";

    /** Returns what there is to say, or null. */
    static @Nullable TimeLeft of(long hopNanos, long callNanos) {
        return hopNanos == Aim.NEVER && callNanos == Aim.NEVER ? null : new TimeLeft(hopNanos, callNanos);
    }

    /** Writes the field lines. */
    void write(ByteBuf out) {
        if (hopNanos != Aim.NEVER) {
            out.writeBytes(EXPECTED);
            digits(out, Math.clamp(TimeUnit.NANOSECONDS.toMillis(hopNanos), 1, LONGEST_NUMBER));
            HeadBuffer.lineEnd(out);
        }
        if (callNanos != Aim.NEVER) {
            out.writeBytes(CALL);
            long left = Math.max(1, callNanos);
            int unit = 0;
            // The finest unit that has the number in eight digits; rounded down, because a hop must not wait longer.
            while (UNITS[unit].convert(left, TimeUnit.NANOSECONDS) > LONGEST_NUMBER) {
                unit++;
            }
            digits(out, UNITS[unit].convert(left, TimeUnit.NANOSECONDS));
            out.writeByte(LETTERS.charAt(unit));
            HeadBuffer.lineEnd(out);
        }
    }

    private static void digits(ByteBuf out, long number) {
        long scale = 1;
        while (number / scale >= 10) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            out.writeByte((int) ('0' + number / scale % 10));
        }
    }

    /**
     * Returns how long the gateway before this one waits, in nanoseconds; {@link Aim#NEVER} when it does not say, or says
     * something that is no number of at most eight digits.
     */
    static long given(MessageHead head) {
        if (head.count(Field.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS) != 1) {
            return Aim.NEVER;
        }
        int line = head.first(Field.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS);
        int from = head.valueStart(line);
        int to = head.valueEnd(line);
        if (to <= from || to - from > DIGITS) {
            return Aim.NEVER;
        }
        long millis = 0;
        for (int i = from; i < to; i++) {
            byte octet = head.at(i);
            if (octet < '0' || octet > '9') {
                return Aim.NEVER;
            }
            millis = 10 * millis + octet - '0';
        }
        return millis == 0 ? Aim.NEVER : TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
