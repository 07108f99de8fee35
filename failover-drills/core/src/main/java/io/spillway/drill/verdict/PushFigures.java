package io.spillway.drill.verdict;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sums over the pushes of a run that count.
 *
 * @param events
 *            registry events that led to pushes
 * @param pushes
 *            pushes that count
 * @param p50
 *            median from event to Ack, milliseconds, 0 when there were no Acks
 * @param p99
 *            99th percentile
 * @param max
 *            the slowest
 * @param nacks
 *            refused ones
 * @param deliveryRatio
 *            Acked ones of those that count, 1 when there were none
 */
public record PushFigures(long events, long pushes, double p50, double p99, double max, long nacks,
        double deliveryRatio) {

    /** Returns the sums over a run. */
    public static PushFigures of(RunRecord run) {
        List<Push> counted = counted(run);
        List<Double> acks = acks(counted);
        Set<String> events = counted.stream().map(push -> push.idc() + push.revision()).collect(Collectors.toSet());
        long acked = counted.stream().filter(Push::acked).count();
        return new PushFigures(events.size(), counted.size(), acks.isEmpty() ? 0 : Clocks.rank(acks, 50),
                acks.isEmpty() ? 0 : Clocks.rank(acks, 99), acks.isEmpty() ? 0 : acks.getLast(),
                counted.stream().filter(Push::nacked).count(),
                counted.isEmpty() ? 1 : (double) acked / counted.size());
    }

    static List<Push> counted(RunRecord run) {
        return run.pushes()
                .stream()
                .filter(push -> push.counted() && run.window().contains((long) (push.eventMs() * 1000)))
                .toList();
    }

    static List<Double> acks(List<Push> pushes) {
        return pushes.stream().filter(Push::acked).map(Push::ackMs).filter(java.util.Objects::nonNull).sorted()
                .toList();
    }
}
