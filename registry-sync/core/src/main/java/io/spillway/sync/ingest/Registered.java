package io.spillway.sync.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.sync.ingest.RemovalGuard.Departure;
import io.spillway.sync.ingest.Workloads.Change;
import io.spillway.sync.spi.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the control plane has of a source, as far as it is known, and what it refused. Owned by the source's thread. */
final class Registered {

    private static final Logger LOG = LoggerFactory.getLogger(Registered.class);
    /** What was refused is tried again, because what it names may be there by now. */
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();
    /** A lease is renewed so often in its time. */
    private static final int RENEWALS = 3;

    private final String source;
    private final IngestObserver observer;
    private final Map<String, Resource> standing = new TreeMap<>();
    private final Map<String, Long> leavingSince = new HashMap<>();
    private final Map<String, Long> renewed = new HashMap<>();
    private final Map<String, Aside> aside = new TreeMap<>();
    private final Set<String> doubted = new HashSet<>();
    private final Map<String, Departure> departures = new HashMap<>();

    Registered(String source, IngestObserver observer) {
        this.source = source;
        this.observer = observer;
    }

    private record Aside(Resource wanted, String reason, long untilNanos) {}

    /** Takes what the control plane has. */
    void take(Map<String, Resource> found, long now) {
        standing.clear();
        standing.putAll(found);
        renewed.keySet().retainAll(found.keySet());
        noteLeaving(now);
    }

    Map<String, Resource> standing() {
        return standing;
    }

    /** Returns how many stand and do not leave. */
    long staying() {
        return standing.values().stream().filter(workload -> !Plan.drains(workload)).count();
    }

    /** Returns what a plan goes by. */
    Plan.Ground ground(Reading.Snapshot wanted, Absences absences, long now) {
        Set<String> waits = new HashSet<>();
        aside.forEach((name, refused) -> {
            Resource entry = wanted.entries().get(name);
            if (entry != null && refused.untilNanos() - now > 0
                    && Provenance.mark(entry, source).equals(refused.wanted())) {
                waits.add(name);
            }
        });
        departures.values().removeIf(gone -> !RemovalGuard.recent(gone, now));
        return new Plan.Ground(wanted, standing, absences, departures.values(), leavingSince, waits);
    }

    /** Notes what became of a change; returns false when what stands must be asked for again. */
    boolean done(Change change, Workloads.WriteAnswer answer, long now) {
        return switch (answer) {
            case Workloads.WriteAnswer.Done(long revision) -> {
                stands(change, revision, now);
                yield true;
            }
            case Workloads.WriteAnswer.Stale(String reason) -> {
                // Once it may be this one's own write, the answer to which was lost.
                if (change instanceof Change.Put(Resource wanted, long ifMatch) && ifMatch == 0
                        && !doubted.add(change.name())) {
                    setAside(wanted, reason + "; it is registered, and not by source " + source, now);
                }
                yield false;
            }
            case Workloads.WriteAnswer.Refused(String reason) -> {
                if (change instanceof Change.Put(Resource wanted, long _)) {
                    setAside(wanted, reason, now);
                }
                yield true;
            }
            case Workloads.WriteAnswer.Away _ -> false;
        };
    }

    /** Returns what was refused and is still wanted, with the reason, by name. */
    Map<String, String> aside(Reading.Snapshot wanted) {
        aside.keySet().retainAll(wanted.entries().keySet());
        doubted.retainAll(wanted.entries().keySet());
        Map<String, String> reasons = new HashMap<>();
        aside.forEach((name, refused) -> reasons.put(name, refused.reason()));
        return reasons;
    }

    /** Returns those whose lease must be renewed now. */
    List<Resource> due(Reading.Snapshot wanted, long now) {
        List<Resource> due = new ArrayList<>();
        for (String name : wanted.entries().keySet()) {
            Resource workload = standing.get(name);
            if (workload != null && workload.spec() instanceof WorkloadEntrySpec spec && spec.lease() != null) {
                Long last = renewed.get(name);
                if (last == null || now - last >= spec.lease().toNanos() / RENEWALS) {
                    due.add(workload);
                }
            }
        }
        return due;
    }

    /** Notes that these were heard. */
    void renewed(Collection<Resource> workloads, long now) {
        workloads.forEach(workload -> renewed.put(workload.name(), now));
    }

    private void stands(Change change, long revision, long now) {
        aside.remove(change.name());
        doubted.remove(change.name());
        departures.remove(change.name());
        switch (change) {
            case Change.Put(Resource wanted, long _) -> {
                Resource before = standing.put(wanted.name(), wanted.withRevision(revision));
                renewed.put(wanted.name(), now);
                LOG.debug("source {}: workload {}: {} -> {} at revision {}", source, wanted.name(), shown(before),
                        shown(wanted), revision);
                noteLeaving(wanted, now);
            }
            case Change.Delete(String name, long _) -> {
                standing.remove(name);
                LOG.warn("source {}: workload {}: DRAINING -> deleted: it was not released in time", source, name);
            }
        }
    }

    /** Notes that a workload was sent away. */
    void departed(Resource workload, long now) {
        departures.put(workload.name(), new Departure(workload.name(), Plan.service(workload), now));
    }

    private void noteLeaving(long now) {
        leavingSince.keySet().retainAll(standing.keySet());
        standing.values().forEach(workload -> noteLeaving(workload, now));
    }

    private void noteLeaving(Resource workload, long now) {
        if (Plan.drains(workload)) {
            leavingSince.putIfAbsent(workload.name(), now);
        } else {
            leavingSince.remove(workload.name());
        }
    }

    private void setAside(Resource wanted, String reason, long now) {
        Aside before = aside.put(wanted.name(), new Aside(wanted, reason, now + RETRY_NANOS));
        if (before == null || !before.reason().equals(reason)) {
            LOG.warn("source {}: workload {} is set aside: {}", source, wanted.name(), reason);
            observer.problem(source, wanted.name(), reason);
        }
    }

    private static String shown(@Nullable Resource workload) {
        return workload != null && workload.spec() instanceof WorkloadEntrySpec spec ? spec.state().name() : "absent";
    }
}
