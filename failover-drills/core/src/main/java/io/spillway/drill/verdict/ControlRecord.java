package io.spillway.drill.verdict;

import java.util.List;

import io.spillway.drill.churn.ChurnResult;

/**
 * What is known of the control planes' work in a run with mock data planes, beside what users saw.
 *
 * @param pushes
 *            as the control nodes counted them
 * @param churns
 *            one for each step that let workloads change
 * @param clients
 *            one for each group of mock data planes; empty in a fleet without them
 * @param heaps
 *            in order of time
 */
public record ControlRecord(PushTotals pushes, List<ChurnResult> churns, List<ClientGroup> clients,
        List<HeapSample> heaps) {

    /** Of a fleet without mock data planes. */
    public static final ControlRecord NONE = new ControlRecord(PushTotals.NONE, List.of(), List.of(), List.of());

    /** Copies the lists. */
    public ControlRecord {
        churns = List.copyOf(churns);
        clients = List.copyOf(clients);
        heaps = List.copyOf(heaps);
    }

    /** Returns the samples of one mark, in order of time. */
    public List<HeapSample> heaps(String mark) {
        return heaps.stream().filter(sample -> sample.mark().equals(mark)).toList();
    }
}
