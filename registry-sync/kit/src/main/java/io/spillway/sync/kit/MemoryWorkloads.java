package io.spillway.sync.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.sync.ingest.Provenance;
import io.spillway.sync.ingest.Workloads;
import org.jspecify.annotations.Nullable;

/** The workloads of a control plane that a test looks into; by its rules of revisions. One thread. */
public final class MemoryWorkloads implements Workloads {

    private final Map<String, Resource> standing = new TreeMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final List<Change> written = new ArrayList<>();
    private final List<String> renewed = new ArrayList<>();
    private String away = "";
    private boolean answersLost;
    private long revision;

    /** Creates one that is empty and answers. */
    public MemoryWorkloads() {}

    /** From now on nobody answers, or somebody again when {@code reason} is empty. */
    public void away(String reason) {
        away = reason;
    }

    /** From now on what is asked for is done, and the answers are lost; or not any more. */
    public void answersLost(boolean lost) {
        answersLost = lost;
    }

    /** From now on a workload of that name is refused. */
    public void refuse(String name, String reason) {
        refused.put(name, reason);
    }

    /** Nothing is refused any more. */
    public void refuseNothing() {
        refused.clear();
    }

    /** Somebody else writes. */
    public void registerAsOther(Resource workload) {
        standing.put(workload.name(), workload.withRevision(++revision));
    }

    /** The control plane lets a workload go that drains. */
    public void release(String name) {
        if (state(name) != WorkloadState.DRAINING) {
            throw new AssertionError(name + ": " + state(name) + " (expected: DRAINING)");
        }
        standing.remove(name);
        revision++;
    }

    /** Returns what stands, by name. */
    public Map<String, Resource> standing() {
        return new TreeMap<>(standing);
    }

    /** Returns the state of a workload, null when there is none. */
    public @Nullable WorkloadState state(String name) {
        Resource workload = standing.get(name);
        return workload != null && workload.spec() instanceof WorkloadEntrySpec spec ? spec.state() : null;
    }

    /** Returns all changes that were taken, in order. */
    public List<Change> written() {
        return List.copyOf(written);
    }

    /** Returns whose leases were renewed, in order. */
    public List<String> renewed() {
        return List.copyOf(renewed);
    }

    @Override
    public Listing list(String source) {
        if (!away.isEmpty()) {
            return new Listing.Away(away);
        }
        Map<String, Resource> found = new HashMap<>(standing);
        found.values().removeIf(workload -> !Provenance.isOf(workload, source));
        return new Listing.Found(found);
    }

    @Override
    public List<WriteAnswer> write(List<Change> changes) {
        List<WriteAnswer> answers = new ArrayList<>();
        for (Change change : changes) {
            WriteAnswer answer = away.isEmpty() ? write(change) : new WriteAnswer.Away(away);
            answers.add(answersLost ? new WriteAnswer.Away("the answer was lost") : answer);
        }
        return answers;
    }

    @Override
    public WriteAnswer renew(List<Resource> workloads) {
        if (!away.isEmpty()) {
            return new WriteAnswer.Away(away);
        }
        for (Resource workload : workloads) {
            if (!workload.equals(standing.get(workload.name()))) {
                return new WriteAnswer.Stale(workload.name() + " stands otherwise");
            }
        }
        workloads.forEach(workload -> renewed.add(workload.name()));
        return new WriteAnswer.Done(revision);
    }

    private WriteAnswer write(Change change) {
        Resource present = standing.get(change.name());
        long current = present == null ? 0 : present.metadata().revision();
        if (change.ifMatch() != current) {
            return new WriteAnswer.Stale("workloads/" + change.name() + ": If-Match " + change.ifMatch()
                    + " (expected: " + current + ")");
        }
        String no = refused.get(change.name());
        if (no != null) {
            return new WriteAnswer.Refused(no);
        }
        written.add(change);
        revision++;
        switch (change) {
            case Change.Put(Resource wanted, long _) -> standing.put(wanted.name(), wanted.withRevision(revision));
            case Change.Delete(String name, long _) -> standing.remove(name);
        }
        return new WriteAnswer.Done(revision);
    }
}
