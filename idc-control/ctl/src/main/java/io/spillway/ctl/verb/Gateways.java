package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.output.Ages;

/** The gateways that a control node's status names, one row for each. */
final class Gateways {

    private static final List<String> WORST_FIRST = List.of("NACKED", "STALE", "SYNCED");

    private Gateways() {}

    /**
     * One gateway.
     *
     * @param state the worst of its types
     * @param sinceMillis when it connected, since the epoch
     */
    record Row(String node, String state, long sinceMillis, long resources) {

        List<String> cells(long now) {
            return List.of(node, state, Ages.between(sinceMillis, now), Long.toString(resources));
        }

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("node", node);
            fields.put("state", state);
            fields.put("connectedSinceUnixMillis", sinceMillis);
            fields.put("resources", resources);
            return fields;
        }

        private Row and(Row other) {
            return new Row(node, rank(state) <= rank(other.state) ? state : other.state,
                    Math.max(sinceMillis, other.sinceMillis), resources + other.resources);
        }
    }

    static List<Row> of(JsonView status) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (JsonView plane : status.list("dataPlanes")) {
            if (plane.text("role").equals("gateway")) {
                Row row = new Row(plane.text("node"), plane.text("state"), plane.number("connectedSinceUnixMillis", 0),
                        plane.number("resources", 0));
                rows.merge(row.node, row, Row::and);
            }
        }
        return new ArrayList<>(rows.values());
    }

    private static int rank(String state) {
        int rank = WORST_FIRST.indexOf(Objects.requireNonNull(state));
        return rank < 0 ? WORST_FIRST.size() : rank;
    }
}
