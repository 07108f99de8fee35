package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.ctl.client.JsonView;

/** A delivery for programs. */
final class DeliveryFields {

    private DeliveryFields() {}

    static Map<String, Object> of(IdcDelivery delivery) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("revision", delivery.revision());
        fields.put("served", delivery.served());
        fields.put("clients", delivery.size());
        fields.put("acked", delivery.acked());
        fields.put("missing", missing(delivery));
        if (delivery.counted()) {
            fields.put("ackMillis", delivery.millis());
        }
        fields.put("nodes", nodes(delivery));
        fields.put("pushes", delivery.clients().stream().flatMap(client -> client.pushes().values().stream())
                .map(JsonView::tree).toList());
        return fields;
    }

    private static List<Map<String, Object>> nodes(IdcDelivery delivery) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        delivery.nodes().forEach((node, one) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("node", node);
            fields.put("served", one.served());
            fields.put("clients", one.size());
            fields.put("acked", one.acked());
            fields.put("forgotten", one.forgotten());
            nodes.add(fields);
        });
        delivery.silent().forEach((node, reason) -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("node", node);
            fields.put("notAsked", reason);
            nodes.add(fields);
        });
        return nodes;
    }

    private static List<String> missing(IdcDelivery delivery) {
        List<String> missing = delivery.clients().stream().filter(client -> !client.acked())
                .map(Delivery.Client::node).toList();
        return missing.isEmpty() ? delivery.missing() : missing;
    }

    /** Returns how long a client took, "" while it has not answered. */
    static String millis(JsonView push) {
        return push.at("ackMillis").present() ? String.format(Locale.ROOT, "%.1f", push.decimal("ackMillis")) : "";
    }
}
