package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

import io.spillway.ctl.client.JsonView;

/**
 * Who has one revision in a whole IDC. Each control node counts its own clients, so this is the sum over all that live.
 *
 * @param nodes by name, what each of them says
 * @param silent by name, why a live node could not be asked: its clients are not counted
 */
record IdcDelivery(long revision, Map<String, Delivery> nodes, Map<String, String> silent) {

    /** Returns what is known before anybody has answered. */
    static IdcDelivery unknown(long revision) {
        return new IdcDelivery(revision, Map.of(), Map.of());
    }

    /** Returns the same, or fails when nothing is known of the revision: each node was started later, or remembers less. */
    IdcDelivery known() throws VerbFailed {
        if (!nodes.isEmpty() && nodes.values().stream().allMatch(Delivery::forgotten)) {
            throw new VerbFailed(ExitCode.FAILED, "revision " + revision
                    + " is forgotten: no control node knows any more who has it (expected: one that history shows)");
        }
        return this;
    }

    /** Returns whether nobody can be missing: every live node was asked and has looked at every client. */
    boolean certain() {
        return silent.isEmpty() && nodes.values().stream().allMatch(one -> one.forgotten() || one.certain());
    }

    /** Returns the newest revision that all of them have served. */
    long served() {
        return nodes.values().stream().mapToLong(Delivery::served).min().orElse(0);
    }

    long size() {
        return sum(Delivery::size);
    }

    long acked() {
        return sum(Delivery::acked);
    }

    /** Returns whether at least that share of the clients has Acked, none of them uncounted. */
    boolean reached(int percent) {
        return silent.isEmpty() && !nodes.isEmpty() && acked() * 100 >= percent * size();
    }

    /** Returns whether so many have refused that the share cannot be reached any more. */
    boolean hopeless(int percent) {
        return silent.isEmpty() && (size() - sum(Delivery::nacked)) * 100 < percent * size();
    }

    /** Returns those that have not Acked it, with what they have not, and the nodes whose clients are not counted. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        nodes.values().forEach(one -> missing.addAll(one.missing()));
        missing.addAll(uncounted());
        return missing;
    }

    /** Returns the nodes whose clients are not counted, with the reason. */
    List<String> uncounted() {
        List<String> uncounted = new ArrayList<>();
        silent.forEach((node, reason) -> uncounted.add("clients of " + node + ", which cannot be asked: " + reason));
        return uncounted;
    }

    /** Returns the clients that are named, in the order of their nodes. */
    List<Delivery.Client> clients() {
        return nodes.values().stream().flatMap(one -> one.clients().values().stream()).toList();
    }

    /**
     * Returns by which time each share of the fleet had it: a share that each node has reached, all have reached; empty when
     * not every node tells it.
     */
    Map<String, Double> millis() {
        Map<String, Double> millis = new LinkedHashMap<>();
        List<Fleet> fleets = nodes.values().stream().map(Delivery::fleet).flatMap(Optional::stream)
                .filter(fleet -> fleet.clients() > 0).toList();
        for (String share : Fleet.SHARES) {
            if (!fleets.isEmpty() && fleets.stream().allMatch(fleet -> fleet.millis().containsKey(share))) {
                millis.put(share, fleets.stream().mapToDouble(fleet -> fleet.millis().get(share)).max().orElse(0));
            }
        }
        return millis;
    }

    /** Returns whether some node counts its clients, so that their times are known by shares. */
    boolean counted() {
        return nodes.values().stream().anyMatch(one -> one.fleet().isPresent());
    }

    String summary() {
        if (size() == 0) {
            return "revision " + revision + " changes nothing for any connected client"
                    + (silent.isEmpty() ? "" : " of " + String.join(", ", nodes.keySet()));
        }
        String acked = "revision " + revision + ": Acked by " + acked() + " of "
                + ResourceFiles.count((int) size(), "client")
                + (nodes.size() > 1 ? " of " + nodes.size() + " control nodes" : "");
        String times = Fleet.times(millis());
        return times.isEmpty() ? acked + slowest() : acked + "; " + times;
    }

    private String slowest() {
        double slowest = 0;
        for (Delivery.Client client : clients()) {
            for (JsonView push : client.pushes().values()) {
                if (push.text("state").equals("ACKED")) {
                    slowest = Math.max(slowest, push.decimal("ackMillis"));
                }
            }
        }
        return acked() == 0 || counted() ? "" : String.format(Locale.ROOT, ", the slowest after %.1f ms", slowest);
    }

    private long sum(ToLongFunction<Delivery> figure) {
        return nodes.values().stream().mapToLong(figure).sum();
    }
}
