package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.ctl.client.JsonView;

/**
 * Who has one revision. A client whose connection broke before it answered does not count: when it comes back it is
 * given everything anew.
 *
 * @param served the newest revision that the control node has served
 * @param clients by node, those that the revision touched and that are still connected
 */
record Delivery(long revision, long served, Map<String, Client> clients) {

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
        return new Delivery(revision, report.number("revision", 0), clients);
    }

    int acked() {
        return (int) clients.values().stream().filter(Client::acked).count();
    }

    /** Returns whether at least that share of the clients has Acked. */
    boolean reached(int percent) {
        return acked() * 100 >= percent * clients.size();
    }

    /** Returns whether so many have refused that the share cannot be reached any more. */
    boolean hopeless(int percent) {
        long nacked = clients.values().stream().filter(Client::nacked).count();
        return (clients.size() - nacked) * 100 < (long) percent * clients.size();
    }

    List<String> missing() {
        return clients.values().stream().filter(client -> !client.acked()).map(Client::missing).toList();
    }

    String summary() {
        if (clients.isEmpty()) {
            return "revision " + revision + " changes nothing for any connected client";
        }
        double slowest = 0;
        for (Client client : clients.values()) {
            for (JsonView push : client.pushes.values()) {
                if (push.text("state").equals("ACKED")) {
                    slowest = Math.max(slowest, push.decimal("ackMillis"));
                }
            }
        }
        return "revision " + revision + ": Acked by " + acked() + " of " + ResourceFiles.count(clients.size(), "client")
                + (acked() == 0 ? "" : String.format(Locale.ROOT, ", the slowest after %.1f ms", slowest));
    }
}
