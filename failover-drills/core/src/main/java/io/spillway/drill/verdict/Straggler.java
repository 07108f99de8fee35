package io.spillway.drill.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one client fared with the pushes that count.
 *
 * @param idc
 *            its IDC
 * @param node
 *            its name
 * @param pushes
 *            pushes to it
 * @param missing
 *            those without an Ack
 * @param p50Ms
 *            median from event to Ack
 * @param slowestMs
 *            the slowest Ack
 */
public record Straggler(String idc, String node, long pushes, long missing, double p50Ms, double slowestMs) {

    /** Returns all clients, those that miss most and then the slowest first. */
    public static List<Straggler> of(RunRecord run) {
        Map<String, List<Push>> byClient = new LinkedHashMap<>();
        PushFigures.counted(run).forEach(
                push -> byClient.computeIfAbsent(push.idc() + "/" + push.node(), any -> new ArrayList<>()).add(push));
        return byClient.values().stream().map(Straggler::of)
                .sorted(Comparator.comparingLong(Straggler::missing).thenComparingDouble(Straggler::slowestMs)
                        .reversed())
                .toList();
    }

    private static Straggler of(List<Push> pushes) {
        List<Double> acks = PushFigures.acks(pushes);
        Push first = pushes.getFirst();
        return new Straggler(first.idc(), first.node(), pushes.size(), pushes.size() - acks.size(),
                acks.isEmpty() ? 0 : Clocks.rank(acks, 50), acks.isEmpty() ? 0 : acks.getLast());
    }
}
