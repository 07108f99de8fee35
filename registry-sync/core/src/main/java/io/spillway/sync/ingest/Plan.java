package io.spillway.sync.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.sync.ingest.RemovalGuard.Departure;
import io.spillway.sync.ingest.RemovalGuard.Member;
import io.spillway.sync.ingest.Workloads.Change;
import io.spillway.sync.spi.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done so that the control plane has what the source says. Pure.
 *
 * @param writes entries to create or to change
 * @param drains workloads that the source misses and that may go: they are written as DRAINING, and the control plane
 *        releases them when nobody sends them requests any more
 * @param deletes workloads that drain for longer than they should
 * @param held removals that a guard holds, with the reason, by name
 * @param registered how many stand as the source says
 * @param leaving how many drain
 */
record Plan(List<Change> writes, List<Change> drains, List<Change> deletes, Map<String, String> held, int registered,
        int leaving) {

    static final Plan NOTHING = new Plan(List.of(), List.of(), List.of(), Map.of(), 0, 0);

    /**
     * By what is planned.
     *
     * @param wanted the newest snapshot with data
     * @param standing what the control plane has of this source, by name
     * @param absences what the source misses
     * @param departures what was sent away lately
     * @param leavingSince ticker's time since when a workload drains, by name
     * @param aside entries that the control plane refused and that are not to be tried yet
     */
    record Ground(Reading.Snapshot wanted, Map<String, Resource> standing, Absences absences,
            Collection<Departure> departures, Map<String, Long> leavingSince, Set<String> aside) {}

    /** Returns what is to be done at {@code now}, ticker's time; {@code permitted} are removals that an operator released. */
    static Plan of(Ground ground, IngestSettings settings, long now, Set<String> permitted) {
        List<Change> writes = new ArrayList<>();
        int registered = 0;
        for (Resource entry : ground.wanted().entries().values()) {
            Resource wanted = Provenance.mark(entry, settings.source());
            Resource standing = ground.standing().get(entry.name());
            if (standing != null && standing.withRevision(0).equals(wanted)) {
                registered++;
            } else if (!ground.aside().contains(entry.name()) && (standing != null || !drains(wanted))) {
                // What drains and is not registered has left: it is not called back to leave again.
                writes.add(new Change.Put(wanted, standing == null ? 0 : standing.metadata().revision()));
            }
        }
        List<Member> members = new ArrayList<>();
        List<Change> deletes = new ArrayList<>();
        int leaving = 0;
        for (Resource standing : ground.standing().values()) {
            boolean missed = ground.absences().byName().containsKey(standing.name());
            if (drains(standing) && !ground.wanted().entries().containsKey(standing.name())) {
                leaving++;
                long since = ground.leavingSince().getOrDefault(standing.name(), now);
                if (missed && now - since >= settings.deleteAfter().toNanos()) {
                    deletes.add(new Change.Delete(standing.name(), standing.metadata().revision()));
                }
            } else {
                members.add(new Member(standing.name(), service(standing),
                        ground.absences().byName().get(standing.name())));
            }
        }
        RemovalGuard.Verdict verdict = RemovalGuard.judge(members, ground.departures(), now, settings.confirmAfter(),
                permitted);
        List<Change> drains = new ArrayList<>();
        verdict.remove().forEach(name -> drains.add(drain(ground.standing().get(name))));
        return new Plan(writes, drains, deletes, verdict.held(), registered, leaving);
    }

    /** Returns all changes: what comes first, what goes last. */
    List<Change> changes() {
        List<Change> all = new ArrayList<>(writes);
        all.addAll(drains);
        all.addAll(deletes);
        return all;
    }

    static boolean drains(Resource workload) {
        return workload.spec() instanceof WorkloadEntrySpec spec && spec.state() == WorkloadState.DRAINING;
    }

    static String service(Resource workload) {
        return workload.spec() instanceof WorkloadEntrySpec spec ? spec.service() : "";
    }

    private static Change drain(@Nullable Resource standing) {
        if (standing == null || !(standing.spec() instanceof WorkloadEntrySpec spec)) {
            throw new IllegalStateException("removal of " + standing + " (expected: a workload that stands)");
        }
        return new Change.Put(standing.withRevision(0).withSpec(spec.withState(WorkloadState.DRAINING)),
                standing.metadata().revision());
    }
}
