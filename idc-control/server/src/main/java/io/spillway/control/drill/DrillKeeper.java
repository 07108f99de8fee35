package io.spillway.control.drill;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.audit.AuditRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the Drills of this IDC each second: begins what is due, ends what nobody plays any more, takes back what such a run
 * has moved. One thread, {@code drills}, owns everything here. Each Drill is looked after by one of the nodes that live
 * (rendezvous); two that both believe to do no harm, since every write compares what it was made from.
 */
final class DrillKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DrillKeeper.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Drills.Parts parts;
    private final DrillWriter writer;
    private final Leftovers leftovers;
    private final ScheduledExecutorService owner = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("drills").daemon().factory());
    /** Why each Drill that is due does not begin, to be said once. Owned by the thread. */
    private final Map<String, String> waits = new HashMap<>();

    DrillKeeper(Drills.Parts parts, DrillWriter writer) {
        this.parts = parts;
        this.writer = writer;
        this.leftovers = new Leftovers(parts.idc(), parts.node(), parts.switchOvers());
    }

    void start() {
        var _ = owner.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }

    private void look() {
        try {
            ControlState state = parts.state().get();
            Instant now = parts.now();
            List<Resource> drills = state.sorted(Kind.DRILL);
            parts.observer().drills(drills.stream().map(drill -> figures(drill, now)).toList());
            Set<String> known = new HashSet<>();
            for (Resource drill : drills) {
                known.add(drill.name());
                if (drill.spec() instanceof DrillSpec spec && parts.owns().test(path(drill.name()))) {
                    look(parts.state().get(), drill, spec);
                }
            }
            waits.keySet().retainAll(known);
            leftovers.takeBack(state, parts.owns());
        } catch (RegistryUnavailableException away) {
            LOG.debug("drills wait for the registry: {}", away.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("drills could not be looked at", bug);
        }
    }

    private void look(ControlState state, Resource drill, DrillSpec spec) {
        DrillRunRecord run = spec.status().current();
        boolean heard = run == null || run.state() != DrillState.RUNNING
                || writer.heard(drill.name(), run.id(), false);
        DrillGround ground = DrillGround.of(state, drill.name(), spec, parts.now());
        switch (DrillDecision.of(spec, ground, heard)) {
            case DrillDecision.Idle _ -> waits.remove(drill.name());
            case DrillDecision.Waits(String why) -> waits(drill.name(), why);
            case DrillDecision.Dated(var status, String why) -> write(drill,
                    new DrillChange(drill, status, null, "", own(), why));
            case DrillDecision.Begins(var status, var begun, String why) -> write(drill,
                    new DrillChange(drill, status, begun, "schedule", own(), why));
            case DrillDecision.Told(var status, var told, String why) -> write(drill,
                    new DrillChange(drill, status, told, "abort", own(), why));
            case DrillDecision.Ends(var status, var over, String why) -> write(drill,
                    new DrillChange(drill, status, over, "end", own(), why));
        }
    }

    private void write(Resource drill, DrillChange change) {
        switch (writer.write(change)) {
            case DrillWriter.Written.Done _ -> waits.remove(drill.name());
            case DrillWriter.Written.Held(String by) -> waits(drill.name(), "drill " + by + " runs");
            case DrillWriter.Written.Overtaken _ -> LOG.debug("drill {}: looked at anew", drill.name());
            case DrillWriter.Written.Unavailable(var _, String reason, var _) ->
                LOG.debug("drill {} waits for the registry: {}", drill.name(), reason);
        }
    }

    private void waits(String drill, String why) {
        if (!why.equals(waits.put(drill, why))) {
            LOG.info("drill {} is due and waits: {}", drill, why);
            parts.events().emit(path(drill), "is due and waits: " + why, Map.of("reason", why));
        }
    }

    private AuditRecord.Who own() {
        return new AuditRecord.Who(parts.idc() + "/" + parts.node(), "", "");
    }

    private static String path(String drill) {
        return Kind.DRILL.plural() + "/" + drill;
    }

    private static DrillObserver.DrillFigures figures(Resource drill, Instant now) {
        DrillSpec spec = (DrillSpec) drill.spec();
        DrillRunRecord played = spec.status().lastPlayed();
        DrillRunRecord current = spec.status().current();
        return new DrillObserver.DrillFigures(drill.name(), played == null ? null : played.ended(),
                played == null ? "" : played.state().name(), DrillDecision.overdue(spec, now),
                current != null && current.state() == DrillState.SCHEDULED && now.isAfter(current.due())
                        ? Duration.between(current.due(), now)
                        : Duration.ZERO);
    }
}
