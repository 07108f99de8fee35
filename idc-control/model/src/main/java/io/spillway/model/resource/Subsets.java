package io.spillway.model.resource;

import java.util.List;
import java.util.Map;

/**
 * Which subsets of its endpoints a Service has, by the labels of the WorkloadEntries.
 *
 * @param keys each a list of label names; a request may ask for values of exactly one of the lists
 * @param defaultLabels what the fallback DEFAULT means
 */
public record Subsets(List<List<String>> keys, SubsetFallback fallback, Map<String, String> defaultLabels) {
    /** No subsets. */
    public static final Subsets NONE = new Subsets(List.of(), SubsetFallback.ANY, Map.of());

    public Subsets {
        keys = keys.stream().map(List::copyOf).toList();
        defaultLabels = Ordered.map(defaultLabels);
    }
}
