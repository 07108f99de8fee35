package io.spillway.control.state;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * How a workload finds the Services that select it without looking at any other. There are few <em>shapes</em>, the sets of
 * label keys that selectors use ({@code app,version}); within a shape the workload's own values name the selector exactly.
 * So an event costs one look-up per shape, however many Services share a label. (Srinivasan, Suri and Varghese, "Packet
 * Classification using Tuple Space Search", SIGCOMM 1999.) Pure.
 */
final class Selector {

    /** Neither label keys nor values may contain it. */
    private static final String SEPARATOR = "\n";

    private Selector() {}

    /** Returns the label keys of a selector, in order. */
    static String shape(Map<String, String> selector) {
        return String.join(SEPARATOR, new TreeMap<>(selector).keySet());
    }

    /** Returns the labels of a selector, in the order of their keys. */
    static String key(Map<String, String> selector) {
        StringBuilder key = new StringBuilder();
        new TreeMap<>(selector).forEach((label, value) -> append(key, label, value));
        return key.toString();
    }

    /** Returns the key of the only selector of that shape that these labels match; null: they lack one. */
    static @Nullable String key(String shape, Map<String, String> labels) {
        StringBuilder key = new StringBuilder();
        for (String label : shape.split(SEPARATOR, -1)) {
            String value = labels.get(label);
            if (value == null) {
                return null;
            }
            append(key, label, value);
        }
        return key.toString();
    }

    private static void append(StringBuilder key, String label, String value) {
        key.append(label).append('=').append(value).append(SEPARATOR);
    }
}
