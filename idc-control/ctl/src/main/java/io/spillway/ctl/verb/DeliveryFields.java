package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.ctl.client.JsonView;

/** A delivery for programs. */
final class DeliveryFields {

    private DeliveryFields() {}

    static Map<String, Object> of(Delivery delivery) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("revision", delivery.revision());
        fields.put("served", delivery.served());
        fields.put("clients", delivery.size());
        fields.put("acked", delivery.acked());
        fields.put("missing", missing(delivery));
        delivery.fleet().ifPresent(fleet -> fields.put("ackMillis", fleet.millis()));
        fields.put("pushes", delivery.clients().values().stream()
                .flatMap(client -> client.pushes().values().stream()).map(JsonView::tree).toList());
        return fields;
    }

    private static List<String> missing(Delivery delivery) {
        List<String> missing = delivery.clients().values().stream().filter(client -> !client.acked())
                .map(Delivery.Client::node).toList();
        return missing.isEmpty() ? delivery.missing() : missing;
    }

    /** Returns how long a client took, "" while it has not answered. */
    static String millis(JsonView push) {
        return push.at("ackMillis").present() ? String.format(Locale.ROOT, "%.1f", push.decimal("ackMillis")) : "";
    }
}
