package io.spillway.ctl.verb;

import java.util.List;
import java.util.Optional;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Table;

/** The peers that a control node's status names. */
final class Peers {

    private Peers() {}

    /** Returns a row for each peer, if there is any. */
    static Optional<Table> table(JsonView status, long now) {
        List<JsonView> peers = status.list("peers");
        Table table = new Table("PEER", "STATE", "FOR", "LAST-HEARD", "PATH", "HEALTHY", "IMPORTS", "HELD",
                "LAST-ERROR");
        for (JsonView peer : peers) {
            table.row(peer.text("idc"), peer.text("state"), Ages.between(peer.number("sinceUnixMillis", 0), now),
                    Ages.between(peer.number("lastMessageUnixMillis", 0), now), path(peer.at("path"), now),
                    healthy(peer.at("service")),
                    peer.text("imports"),
                    Integer.toString(peer.list("held").size()), peer.text("lastError"));
        }
        return peers.isEmpty() ? Optional.empty() : Optional.of(table);
    }

    /** Says how many gateways reach the peer of those of which it is known, and since when some do not. */
    private static String path(JsonView path, long now) {
        long usable = path.number("usable", 0);
        long lost = path.number("lost", 0);
        if (usable + lost == 0) {
            return "unknown";
        }
        return usable + "/" + (usable + lost)
                + (lost == 0 ? "" : " for " + Ages.between(path.number("lostSinceUnixMillis", 0), now));
    }

    private static String healthy(JsonView service) {
        return service.number("services", 0) == 0
                ? "-"
                : service.number("healthy", 0) + "/" + service.number("declared", 0);
    }

    /** Says which registry-sync leads; empty when the node has none to say it of. */
    static Optional<String> leader(JsonView status, long now) {
        JsonView sync = status.at("sync");
        String leader = sync.text("leader");
        String here = String.join(", ", sync.texts("here"));
        if (leader.isEmpty() && here.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("Registry-sync: " + (leader.isEmpty()
                ? "NOBODY leads"
                : leader + " leads for " + Ages.between(sync.number("sinceUnixMillis", 0), now) + " (term "
                        + sync.text("term") + ", at " + sync.text("control") + ")")
                + (here.isEmpty() ? "" : "; here: " + here));
    }

    /** Returns a row for each workload that a source misses and that stays, if there is any. */
    static Optional<Table> sources(JsonView status) {
        Table table = new Table("SOURCE", "HELD", "WORKLOAD", "REASON");
        boolean any = false;
        for (JsonView source : status.at("sync").list("sources")) {
            for (JsonView held : source.list("workloads")) {
                any = true;
                table.row(source.text("source"), source.text("held"), held.text("name"), held.text("reason"));
            }
        }
        return any ? Optional.of(table) : Optional.empty();
    }

    /** Returns a row for each update that is held, if there is any. */
    static Optional<Table> held(JsonView status, long now) {
        Table table = new Table("PEER", "SERVICE", "GUARD", "FOR", "DETAIL");
        boolean any = false;
        for (JsonView peer : status.list("peers")) {
            for (JsonView held : peer.list("held")) {
                any = true;
                String service = held.text("service");
                table.row(peer.text("idc"), service.isEmpty() ? "(list of services)" : service, held.text("guard"),
                        Ages.between(held.number("sinceUnixMillis", 0), now), held.text("detail"));
            }
        }
        return any ? Optional.of(table) : Optional.empty();
    }
}
