package io.spillway.it.observability;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.it.harness.Json;

/**
 * What somebody is told of one alert.
 *
 * @param receiver
 *            who is told, as the path of the webhook names him
 * @param firing
 *            false: it is over
 * @param atNanos
 *            when he was told, as System.nanoTime has it
 */
record Told(String receiver, boolean firing, Map<String, String> labels, Map<String, String> annotations,
        long atNanos) {

    static Told of(String receiver, Json alert, long atNanos) {
        return new Told(receiver, alert.at("status").text().equals("firing"), texts(alert.at("labels")),
                texts(alert.at("annotations")), atNanos);
    }

    String name() {
        return labels.getOrDefault("alertname", "");
    }

    boolean isPage() {
        return receiver.equals("pages");
    }

    static Map<String, String> texts(Json json) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (json.value() instanceof Map<?, ?> map) {
            map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }

    @Override
    public String toString() {
        return receiver + (firing ? ": " : ": over: ") + labels;
    }
}
