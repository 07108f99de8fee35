package io.spillway.control.switchover.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.model.resource.Gates;
import io.spillway.model.resource.StepFigures;
import org.jspecify.annotations.Nullable;

/**
 * Whether the figures of a step are as good as those before it.
 *
 * @param open whether it may go on
 * @param slowOnly whether requests are slow and nothing else is wrong: the first after a move go over connections and code that
 *     were not in use, so it may pass
 * @param detail the figures, and which of them does not pass
 */
public record GateJudgement(boolean open, boolean slowOnly, String detail) {

    /**
     * By so many milliseconds a p99 must have grown at least to count as grown. Latency is known by buckets whose bounds lie
     * 1.4 times apart: of a p99 of some milliseconds a factor alone says little.
     */
    static final double LEAST_MILLIS = 10;

    /** Requests per second that are not worth judging: a rate over a short time is never quite 0. */
    static final double NOTHING = 0.01;

    /**
     * Judges. Pure.
     *
     * @param before what was measured before the step; null when nobody knew
     * @param now what is measured now; null when nobody tells
     */
    public static GateJudgement of(Gates gates, @Nullable StepFigures before, @Nullable StepFigures now) {
        if (now == null || now.requestsPerSecond() < NOTHING) {
            return new GateJudgement(true, false, "no requests are measured");
        }
        List<String> bad = new ArrayList<>();
        double success = before == null || before.requestsPerSecond() < NOTHING ? 100 : before.successRate();
        if (now.successRate() < success - gates.successRate()) {
            bad.add(String.format(Locale.ROOT,
                    "success rate %.3f %% (expected: at least %.3f %%, which is %.3f before less %s)",
                    now.successRate(), success - gates.successRate(), success, gates.successRate()));
        }
        double p99 = before == null ? Double.NaN : before.p99Millis();
        boolean slow = now.p99Millis() > p99 * gates.p99() && now.p99Millis() > p99 + LEAST_MILLIS;
        if (slow) {
            bad.add(String.format(Locale.ROOT, "p99 %.1f ms (expected: at most %.1f ms, which is %.1f before times %s)",
                    now.p99Millis(),
                    p99 * gates.p99(), p99, gates.p99()));
        }
        if (now.targetLoad() > gates.targetLoad()) {
            bad.add(String.format(Locale.ROOT, "load of the target %.0f %% of its capacity (expected: at most %s %%)",
                    now.targetLoad(),
                    gates.targetLoad()));
        }
        if (now.misroutedPerSecond() > gates.misroutes() + NOTHING) {
            bad.add(String.format(Locale.ROOT, "%.2f misrouted requests/s (expected: at most %s)",
                    now.misroutedPerSecond(),
                    gates.misroutes()));
        }
        return bad.isEmpty()
                ? new GateJudgement(true, false, figures(now))
                : new GateJudgement(false, slow && bad.size() == 1, String.join("; ", bad));
    }

    /** Returns figures for people. */
    public static String figures(StepFigures now) {
        return String.format(Locale.ROOT, "%.1f requests/s, success %.3f %%", now.requestsPerSecond(),
                now.successRate())
                + (Double.isNaN(now.p99Millis()) ? "" : String.format(Locale.ROOT, ", p99 %.1f ms", now.p99Millis()))
                + (Double.isNaN(now.targetLoad())
                        ? ""
                        : String.format(Locale.ROOT, ", target at %.0f %%", now.targetLoad()))
                + (Double.isNaN(now.targetShare())
                        ? ""
                        : String.format(Locale.ROOT, ", %.1f %% on the target", now.targetShare()));
    }
}
