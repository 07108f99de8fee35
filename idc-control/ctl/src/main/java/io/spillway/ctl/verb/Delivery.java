package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.spillway.ctl.client.JsonView;

/**
 * Who has one revision, of the clients of one control node. A client whose connection broke before it answered does not count: when it comes back it is
 * given everything anew.
 *
 * @param served the newest revision that the control node has served
 * @param forgotten whether the control node knows nothing of it: it was before its start, or is too old
 * @param clients by node, those that the revision touched and that are still connected, as far as their pushes are
 *        remembered
 * @param fleet how many they are, if the control node counts them
 */
record Delivery(long revision, long served, boolean forgotten, Map<String, Client> clients, Optional<Fleet> fleet) {

    /** What became of the revision at one client, the pushes by type. */
    record Client(String node, Map<String, JsonView> pushes) {

        boolean acked() {
            return pushes.values().stream().allMatch(push -> push.text("state").equals("ACKED"));
        }

        boolean nacked() {
            return pushes.values().stream().anyMatch(push -> push.text("state").equals("NACKED"));
        }

        /** Returns the client with what it has not Acked, as in {@code gw-1 (EDS pending)}. */
        String missing() {
            List<String> missing = new ArrayList<>();
            pushes.forEach((type, push) -> {
                String state = push.text("state");
                String detail = push.text("detail");
                if (!state.equals("ACKED")) {
                    missing.add(type + " " + state.toLowerCase(Locale.ROOT) + (detail.isEmpty() ? "" : ": " + detail));
                }
            });
            return node + " (" + String.join(", ", missing) + ")";
        }
    }

    /** Reads the report of a control node. */
    static Delivery of(JsonView report, long revision) {
        Map<String, Client> clients = new LinkedHashMap<>();
        for (JsonView push : report.list("pushes")) {
            if (push.number("revision", 0) == revision) {
                clients.computeIfAbsent(push.text("node"), node -> new Client(node, new LinkedHashMap<>())).pushes
                        .put(push.text("type"), push);
            }
        }
        clients.values().removeIf(
                client -> client.pushes.values().stream().anyMatch(push -> push.text("state").equals("GONE")));
        Optional<Fleet> fleet = Fleet.of(report, revision);
        boolean forgotten = clients.isEmpty() && fleet.isEmpty() && revision > 0
                && revision <= report.number("forgotten", 0);
        return new Delivery(revision, report.number("revision", 0), forgotten, clients, fleet);
    }

    /** Returns whether nobody can be missing: the control node has looked at every client. */
    boolean certain() {
        return fleet.map(Fleet::complete).orElse(false);
    }

    long size() {
        return fleet.map(Fleet::clients).orElse((long) clients.size());
    }

    long acked() {
        return fleet.map(Fleet::acked).orElseGet(() -> clients.values().stream().filter(Client::acked).count());
    }

    long nacked() {
        return fleet.map(Fleet::nacked).orElseGet(() -> clients.values().stream().filter(Client::nacked).count());
    }

    /** Returns those that have not Acked it, with what they have not. */
    List<String> missing() {
        List<String> missing = new ArrayList<>(
                clients.values().stream().filter(client -> !client.acked()).map(Client::missing).toList());
        if (missing.isEmpty() && fleet.isPresent()) {
            missing.addAll(fleet.get().pendingAt());
            missing.addAll(fleet.get().refusedBy());
        }
        return missing;
    }
}
