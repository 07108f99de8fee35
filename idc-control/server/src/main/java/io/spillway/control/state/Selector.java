package io.spillway.control.state;

import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import org.jspecify.annotations.Nullable;

/**
 * How a workload finds the Services that select it without looking at any other. There are few <em>shapes</em>, the sets of
 * label keys that selectors use ({@code app,version}); within a shape the workload's own values name the selector exactly.
 * So an event costs one look-up per shape, however many Services share a label. (Srinivasan, Suri and Varghese, "Packet
 * Classification using Tuple Space Search", SIGCOMM 1999.) Pure.
 */
final class Selector {

    private Selector() {}

    /** Returns the label keys of a selector, in order. */
    static String shape(Map<String, String> selector) {
        StringBuilder shape = new StringBuilder();
        new TreeMap<>(selector).keySet().forEach(label -> append(shape, label));
        return shape.toString();
    }

    /** Returns the labels of a selector, in the order of their keys. */
    static String key(Map<String, String> selector) {
        StringBuilder key = new StringBuilder();
        new TreeMap<>(selector).forEach((label, value) -> append(append(key, label), value));
        return key.toString();
    }

    /** Returns the key of the only selector of that shape that these labels match; null: they lack one. */
    static @Nullable String key(String shape, Map<String, String> labels) {
        StringBuilder key = new StringBuilder();
        int at = 0;
        while (at < shape.length()) {
            int begin = shape.indexOf(':', at) + 1;
            int end = begin + Integer.parseInt(shape, at, begin - 1, 10);
            String label = shape.substring(begin, end);
            String value = labels.get(label);
            if (value == null) {
                return null;
            }
            append(append(key, label), value);
            at = end;
        }
        return key.toString();
    }

    /** Returns whether selectors of that shape have one label only. */
    static boolean isOfOneLabel(String shape) {
        int begin = shape.indexOf(':') + 1;
        return begin + Integer.parseInt(shape, 0, begin - 1, 10) == shape.length();
    }

    /** Each text has its length before it, so that no label can pass for two. */
    private static StringBuilder append(StringBuilder key, String text) {
        return key.append(text.length()).append(':').append(text);
    }

    /** Returns the names of the WorkloadEntries that any selector finds; looks at each that has the rarest of its labels. */
    static PersistentMap<String, Boolean> search(ControlState state, Map<String, String> selector) {
        var found = PersistentMap.<String, Boolean>empty();
        for (String name : rarest(state, selector).sortedKeys()) {
            if (selects(state, selector, name)) {
                found = found.with(name, true);
            }
        }
        return found;
    }

    /** Returns the names of the WorkloadEntries that have the label of a selector that the fewest have. */
    static PersistentMap<String, Boolean> rarest(ControlState state, Map<String, String> selector) {
        PersistentMap<String, Boolean> best = null;
        for (Map.Entry<String, String> label : selector.entrySet()) {
            var candidates = state.indexes().postings(Index.WORKLOADS_BY_LABEL,
                    label.getKey() + "=" + label.getValue());
            if (best == null || candidates.size() < best.size()) {
                best = candidates;
            }
        }
        return best == null ? PersistentMap.empty() : best;
    }

    private static boolean selects(ControlState state, Map<String, String> selector, String workload) {
        Resource found = state.get(Kind.WORKLOAD_ENTRY, workload);
        return found != null && found.spec() instanceof WorkloadEntrySpec spec
                && Index.labelsOf(found, spec).entrySet().containsAll(selector.entrySet());
    }
}
