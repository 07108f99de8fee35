package io.spillway.gateway.proxy.forward;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.gateway.xds.demand.Use;
import org.jspecify.annotations.Nullable;

/**
 * Where an event loop's requests wait for clusters that nobody asked for before, and what the loop uses of them, so that
 * nothing is forgotten that it needs. Owned by the loop, which looks with every tick whether somebody may go on.
 */
final class WaitingRoom {
    private static final String ABSENT = "unknown_service";
    private static final String LATE = "service_wait_timeout";
    private static final String FULL = "service_wait_full";
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final Worker worker;
    private final ServiceWait rules;
    private final Map<String, Use> uses = new HashMap<>();
    private final Set<Visit> waiting = new LinkedHashSet<>();

    WaitingRoom(Worker worker, ServiceWait rules) {
        this.worker = worker;
        this.rules = rules;
    }

    /** Counts a request of this cluster as begun; it must be ended. */
    Use use(String cluster) {
        Use known = uses.get(cluster);
        if (known != null && known.begin()) {
            return known;
        }
        // New to this loop, or being forgotten right now: then it is asked for again, and what is held serves meanwhile.
        Use fresh = rules.demand().use(cluster);
        uses.put(cluster, fresh);
        rules.demand().ask(cluster);
        fresh.begin();
        return fresh;
    }

    /** Asks for the cluster of something that does not wait for it, such as a copy. */
    void touch(String cluster) {
        use(cluster).end(worker.now());
    }

    /** Lets a request wait; returns the answer when it cannot. */
    @Nullable
    OwnAnswer enter(Visit visit) {
        String cluster = visit.wanted().cluster();
        if (!rules.enter()) {
            return OwnAnswer.later(503, FULL, rules.most() + " requests wait for services that are new to this gateway",
                    RETRY_NANOS);
        }
        waiting.add(visit);
        rules.demand().ask(cluster);
        visit.exchange().downstream().deadline().set(worker.now() + rules.longest().toNanos());
        return null;
    }

    void leave(Visit visit) {
        if (waiting.remove(visit)) {
            rules.leave();
        }
    }

    /** The longest time is over. */
    OwnAnswer late(Visit visit) {
        return OwnAnswer.later(503, LATE, "the control plane did not give cluster '" + visit.wanted().cluster()
                + "' within " + rules.longest(), RETRY_NANOS);
    }

    /** Lets those go on whose cluster has come, or will not come. */
    void tick() {
        if (waiting.isEmpty()) {
            return;
        }
        for (Visit visit : List.copyOf(waiting)) {
            Routing.Await wanted = visit.wanted();
            XdsCluster cluster = worker.snapshot().cluster(wanted.cluster());
            if (cluster != null) {
                leave(visit);
                visit.exchange().arrival().arrived(wanted.with(cluster, visit.exchange().request()));
            } else if (rules.demand().absent(wanted.cluster())) {
                leave(visit);
                visit.exchange().answer(absent(visit));
            }
        }
    }

    /** Another gateway is told 503, by which it knows that nobody has seen the request and that it may go elsewhere. */
    private static OwnAnswer absent(Visit visit) {
        String detail = "the control plane has no cluster '" + visit.wanted().cluster() + "'";
        return visit.exchange().request().role() == ListenerRole.CROSSING
                ? new OwnAnswer(503, "no_cluster", detail)
                : new OwnAnswer(404, ABSENT, detail);
    }

    /** Drops the counts of what was forgotten. */
    void sweep() {
        uses.values().removeIf(Use::retired);
    }
}
