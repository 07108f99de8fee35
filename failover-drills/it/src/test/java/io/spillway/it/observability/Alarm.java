package io.spillway.it.observability;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An alert that is expected: its name and those of its labels that say whom it is about. */
record Alarm(String name, Map<String, String> labels) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{ \\$(?:labels\\.(\\w+)|(value)[^}]*) }}");

    /** Returns one by its name without the product's, and its labels as in {@code idc=idc-a}. */
    static Alarm of(String name, String... labels) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String label : labels) {
            int equal = label.indexOf('=');
            wanted.put(label.substring(0, equal), label.substring(equal + 1));
        }
        return new Alarm("Spillway" + name, wanted);
    }

    boolean isIn(Map<String, String> found) {
        return name.equals(found.get("alertname")) && found.entrySet().containsAll(labels.entrySet());
    }

    /** Returns what a text of a rule may have become: with the labels in their places, and a figure for the value. */
    static Pattern written(String template, Map<String, String> labels) {
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        for (Matcher place = PLACE.matcher(template); place.find(); from = place.end()) {
            pattern.append(Pattern.quote(template.substring(from, place.start())));
            pattern.append(place.group(1) == null
                    ? "[-+]?\\d[\\w.%+ -]*"
                    : Pattern.quote(labels.getOrDefault(place.group(1), "")));
        }
        return Pattern.compile(pattern + Pattern.quote(template.substring(from)), Pattern.DOTALL);
    }

    @Override
    public String toString() {
        return name + labels;
    }
}
