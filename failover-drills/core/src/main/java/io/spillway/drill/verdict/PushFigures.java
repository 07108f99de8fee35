package io.spillway.drill.verdict;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.drill.churn.ChurnResult;

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
 *            Acked ones of those that count, 1 when there were none; with mock data planes: of the resources that they
 *            should hold in the end, those that they hold in the newest version
 */
public record PushFigures(long events, long pushes, double p50, double p99, double max, long nacks,
        double deliveryRatio) {

    /**
     * Returns the sums over a run. With mock data planes they are those of the control nodes and of what the clients hold in
     * the end: a client that skipped versions because a newer one came has everything.
     */
    public static PushFigures of(RunRecord run) {
        return run.control().clients().isEmpty() ? ofEach(run) : ofTotals(run.control());
    }

    private static PushFigures ofTotals(ControlRecord control) {
        PushTotals totals = control.pushes();
        long wanted = control.clients().stream().mapToLong(group -> group.standing().wanted()).sum();
        long held = control.clients().stream().mapToLong(group -> group.standing().held()).sum();
        return new PushFigures(control.churns().stream().mapToLong(ChurnResult::written).sum(),
                totals.count() + totals.nacks(), totals.percentileMs(50), totals.percentileMs(99), totals.maxMs(),
                totals.nacks(), wanted == 0 ? 0 : (double) held / wanted);
    }

    private static PushFigures ofEach(RunRecord run) {
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
