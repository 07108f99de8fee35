package io.spillway.drill.report;

import java.util.Locale;

import com.google.errorprone.annotations.FormatMethod;
import io.spillway.drill.verdict.Clocks;
import org.jspecify.annotations.Nullable;

/** Figures as people read them. */
final class Words {

    private static final String NONE = "–";

    private Words() {}

    static String ms(@Nullable Double millis) {
        if (millis == null) {
            return NONE;
        }
        if (millis >= 10_000) {
            return format("%.1f s", millis / 1000);
        }
        return millis >= 100 ? format("%.0f ms", millis) : format("%.1f ms", millis);
    }

    static String seconds(double millis) {
        return format("%.1f s", millis / 1000);
    }

    /** Never rounds a failure away: 100 % is said only when nothing failed. */
    static String percent(long ok, long sent) {
        if (sent == 0) {
            return NONE;
        }
        double percent = Math.floor(1e5 * ok / sent) / 1e3;
        return ok == sent ? "100 %" : format("%.3f %%", percent);
    }

    /** Never rounds something that is missing away. */
    static String share(double share) {
        return share == 1 ? "100 %" : format("%.3f %%", Math.floor(share * 1e5) / 1e3);
    }

    static String count(long number) {
        return format("%,d", number);
    }

    static String config(Clocks.@Nullable Config config) {
        return config == null ? NONE : ms(config.p50()) + " / " + ms(config.p99()) + " / " + ms(config.p100());
    }

    @FormatMethod
    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
