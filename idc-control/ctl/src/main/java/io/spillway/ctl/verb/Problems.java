package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.List;

import io.spillway.ctl.client.JsonView;

/**
 * What is wrong according to a control node's status. STALE data planes are not: they are so for a moment after every
 * change, and what stays so shows in {@code delivery}.
 */
final class Problems {

    private Problems() {}

    /** Something that an operator should look at. */
    record Problem(String object, String what) {}

    static List<Problem> of(JsonView status) {
        List<Problem> found = new ArrayList<>();
        String node = "node " + status.text("node");
        if (!status.isTrue("ready")) {
            found.add(new Problem(node, "not ready" + because(String.join(", ", status.texts("readiness")))));
        }
        JsonView registry = status.at("registry");
        if (!registry.isTrue("connected")) {
            found.add(new Problem("registry " + registry.text("kind"),
                    "not connected" + because(registry.text("reason"))));
        }
        for (JsonView plane : status.list("dataPlanes")) {
            if (plane.text("state").equals("NACKED")) {
                found.add(new Problem(plane.text("role") + " " + plane.text("node"),
                        plane.text("type") + " NACKED" + because(plane.text("lastNack"))));
            }
        }
        status.list("peers").forEach(peer -> addPeer(peer, found));
        for (JsonView problem : status.list("problems")) {
            found.add(new Problem(problem.text("object"), problem.text("problem")));
        }
        return found.stream().distinct().toList();
    }

    private static void addPeer(JsonView peer, List<Problem> found) {
        String name = "peer " + peer.text("idc");
        switch (peer.text("state")) {
            case "STALE" -> found.add(new Problem(name, "STALE" + because(peer.text("lastError"))));
            case "NEVER" -> found.add(new Problem(name, "was never heard" + because(peer.text("lastError"))));
            default -> {
                // Connected.
            }
        }
        JsonView unfinished = peer.at("unfinished");
        if (unfinished.number("changes", 0) > 0) {
            found.add(new Problem(name, "its report is written in part: " + unfinished.text("written") + " of "
                    + unfinished.text("changes") + " changes"));
        }
        for (JsonView held : peer.list("held")) {
            String service = held.text("service");
            found.add(new Problem(name, (service.isEmpty() ? "its list of services" : "service " + service)
                    + " is held by " + held.text("guard") + because(held.text("detail"))));
        }
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }
}
