package io.spillway.control.spill;

/**
 * Figures in steps, so that one that trembles moves nothing: it goes at once to the safe side, and to the other only when it
 * has moved by two steps. Pure.
 */
final class Steps {

    /** Of the capacity, or of the figure where that is more. */
    private static final double PART = 0.05;

    private Steps() {}

    /** Returns how much is worth a push to every gateway. */
    static long of(double capacity, double figure) {
        return Math.max(1, Math.round(PART * Math.max(capacity, figure)));
    }

    /**
     * Returns a demand in steps, never less than it is.
     *
     * @param before what was said last, negative for nothing
     */
    static long up(long before, double demand, long step) {
        boolean holds = before >= 0 && demand <= before && demand > before - 2.0 * step;
        return holds ? before : (long) Math.ceil(demand / step) * step;
    }

    /**
     * Returns a capacity in steps, never more than it is.
     *
     * @param before what was said last, negative for nothing
     */
    static long down(long before, double capacity, long step) {
        boolean holds = before >= 0 && capacity >= before && capacity < before + 2.0 * step;
        return holds ? before : (long) Math.floor(capacity / step) * step;
    }
}
