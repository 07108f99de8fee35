package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.spillway.ctl.client.JsonView;

/**
 * How many clients have a revision, as the control node counts them: it does so also for fleets whose pushes are too many to
 * be remembered one by one.
 *
 * @param complete whether it has looked at every client
 * @param millis   from the event until that share of the fleet had it, as in {@code p99}; those that are not reached are not
 *                 there
 */
record Fleet(boolean complete, long clients, long acked, long nacked, Map<String, Double> millis,
        List<String> pendingAt, List<String> refusedBy) {

    /** The shares in the order in which they are reached. */
    static final List<String> SHARES = List.of("p50", "p95", "p99", "p100");

    /** Reads what a control node says of a revision; empty when it says nothing. */
    static Optional<Fleet> of(JsonView report, long revision) {
        return report.list("revisions").stream().filter(one -> one.number("revision", 0) == revision).findFirst()
                .map(Fleet::of);
    }

    static Fleet of(JsonView one) {
        Map<String, Double> millis = new LinkedHashMap<>();
        JsonView times = one.at("ackMillis");
        for (String share : SHARES) {
            if (times.at(share).present()) {
                millis.put(share, times.decimal(share));
            }
        }
        return new Fleet(one.isTrue("complete"), one.number("clients", 0), one.number("acked", 0),
                one.number("nacked", 0), millis, one.texts("pendingAt"), one.texts("refusedBy"));
    }

    String times() {
        return times(millis);
    }

    /** Returns times that are reached, as in {@code 50 % after 1.2 ms, 95 % after 3.4 ms}. */
    static String times(Map<String, Double> millis) {
        List<String> times = new ArrayList<>();
        millis.forEach((share, time) -> times.add(String.format(Locale.ROOT, "%s %% after %.1f ms",
                share.substring(1), time)));
        return String.join(", ", times);
    }

    /** Returns the share in short, as in {@code 12/12 in 8.1 ms}. */
    String brief() {
        Double all = millis.get("p100");
        return clients == 0
                ? "nobody"
                : acked + "/" + clients + (all == null ? "" : String.format(Locale.ROOT, " in %.1f ms", all));
    }
}
