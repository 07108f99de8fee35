package io.spillway.drill.verdict;

/** Sums that more than one part of a report shows. */
public final class Figures {

    private static final int QUANTILES = 1000;

    private Figures() {}

    /** Returns how many requests were misrouted. */
    public static long misrouted(RunRecord run) {
        return Misroutes.count(run);
    }

    /** Returns how many were refused as loops. */
    public static long loops(RunRecord run) {
        return Predicates.loops(run);
    }

    /** Returns the times from event to Ack of the pushes that count, sorted, milliseconds; a thousand that stand for all with mock data planes. */
    public static java.util.List<Double> acks(RunRecord run) {
        return run.control().clients().isEmpty()
                ? PushFigures.acks(PushFigures.counted(run))
                : run.control().pushes().quantiles(QUANTILES);
    }

    /** Returns the pushes that count and took longest, those without an Ack first. */
    public static java.util.List<Push> slowest(RunRecord run, int most) {
        return PushFigures.counted(run)
                .stream()
                .sorted(java.util.Comparator.comparingDouble(
                        (Push push) -> push.ackMs() == null ? Double.NEGATIVE_INFINITY : -push.ackMs()))
                .limit(most)
                .toList();
    }
}
