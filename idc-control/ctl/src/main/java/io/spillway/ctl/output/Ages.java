package io.spillway.ctl.output;

import java.time.Duration;
import java.util.Locale;

/** Time spans as people read them, with two units at most: {@code 0.4s 12s 3m20s 5h10m 9d4h}. */
public final class Ages {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Ages() {}

    /** Returns the time between two instants in milliseconds since the epoch; "" when the earlier is 0, unknown. */
    public static String between(long earlierMillis, long laterMillis) {
        return earlierMillis <= 0 ? "" : of(Duration.ofMillis(Math.max(0, laterMillis - earlierMillis)));
    }

    /** Returns a time span that is not negative. */
    public static String of(Duration span) {
        long millis = span.toMillis();
        if (millis < 10 * SECOND) {
            return String.format(Locale.ROOT, "%.1fs", millis / (double) SECOND);
        }
        if (millis < MINUTE) {
            return millis / SECOND + "s";
        }
        if (millis < HOUR) {
            return millis / MINUTE + "m" + millis % MINUTE / SECOND + "s";
        }
        return millis < DAY
                ? millis / HOUR + "h" + millis % HOUR / MINUTE + "m"
                : millis / DAY + "d" + millis % DAY / HOUR + "h";
    }
}
