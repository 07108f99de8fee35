package io.spillway.ctl.verb;

import java.util.Optional;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Table;

/** The control nodes of an IDC that a node's status names, and the workloads that they are about to release. */
final class ControlNodes {

    private ControlNodes() {}

    /** Returns a row for each live node, if there is any; the one that was asked has a star. */
    static Optional<Table> table(JsonView status, long now) {
        Table table = new Table("CONTROL-NODE", "FOR", "ADDRESS", "ACKED-REVISION", "BEHIND");
        boolean any = false;
        for (JsonView node : status.list("nodes")) {
            any = true;
            table.row(node.text("node") + (node.isTrue("self") ? " *" : ""),
                    Ages.between(node.number("sinceUnixMillis", 0), now), node.text("address"),
                    node.text("ackedRevision"), String.join(",", node.texts("behind")));
        }
        return any ? Optional.of(table) : Optional.empty();
    }

    /** Returns a row for each workload that waits to be released, if there is any. */
    static Optional<Table> drains(JsonView status, long now) {
        Table table = new Table("DRAINING", "FOR", "REVISION", "OWNER", "WAITS-FOR", "CLIENTS");
        boolean any = false;
        for (JsonView drain : status.list("drains")) {
            any = true;
            table.row(drain.text("workload"), Ages.between(drain.number("sinceUnixMillis", 0), now),
                    drain.text("revision"), drain.text("owner"), String.join(",", drain.texts("nodes")),
                    String.join(",", drain.texts("clients")));
        }
        return any ? Optional.of(table) : Optional.empty();
    }
}
