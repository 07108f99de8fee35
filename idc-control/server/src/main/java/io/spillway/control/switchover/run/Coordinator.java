package io.spillway.control.switchover.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.spillway.control.ads.PushLog;
import io.spillway.control.nodes.NodeRecord.StepAcks;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's part in switch-overs. Of each that is under way it says to the other nodes who of its data planes knows the shifts;
 * the node that owns it (rendezvous over those that live) writes what the IDC says of its part, and carries it out when this
 * IDC coordinates it. One thread, {@code switch-overs}, looks; what blocks is done on virtual threads, one at a time for each
 * switch-over and purpose. Two nodes that both believe to own one do no harm: every transition compares what it was made from.
 */
public final class Coordinator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration READY = Duration.ofMillis(250);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration SAY = Duration.ofMillis(20);

    private final Parts parts;
    private final Conductor conductor;
    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("switch-over-", 0).factory());
    private final Thread thread;
    private final Rounds conducting = new Rounds();
    private final Set<String> telling = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> due = new ConcurrentHashMap<>();
    private final Map<String, SwitchOverProgress> told = new ConcurrentHashMap<>();
    private final Map<String, Heard> heard = new HashMap<>(); // owned by the thread
    private List<StepAcks> said = List.of(); // owned by the thread
    private long saidNanos; // owned by the thread
    private volatile boolean changed = true;
    /** Whether any was not over at the last look: else a change of something else is no reason to look. */
    private volatile boolean busy = true;
    private volatile boolean closed;

    /**
     * What it works with.
     *
     * @param nodes who lives of this IDC, and what they say
     * @param say tells the other nodes
     * @param slow data planes of this node that owe an answer for long
     * @param planes all data planes of this node
     * @param measured what this IDC's gateways measure of these Services
     */
    public record Parts(String idc, StateKeeper.Times times, Stand stand, Supplier<NodesView> nodes,
            Consumer<List<StepAcks>> say, PushLog log, Supplier<List<StragglerView>> slow,
            Supplier<List<DataPlaneView>> planes, PartWriter writer,
            Function<Set<String>, MeasuredTraffic> measured) {}

    Coordinator(Parts parts, Conductor conductor) {
        this.parts = parts;
        this.conductor = conductor;
        this.thread = Thread.ofPlatform().name("switch-overs").daemon().unstarted(this::run);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** Takes what changed; called by the state's thread, after the data planes were told. Never blocks. */
    public void onChange(StateChange change) {
        if (busy || change.resources().stream().anyMatch(each -> each.newest().kind() == Kind.SWITCH_OVER)) {
            wake();
        }
    }

    /** Other nodes live, or said something; called by any thread. */
    public void onNodes() {
        wake();
    }

    private void wake() {
        changed = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        blocking.shutdownNow();
    }

    private void run() {
        while (!closed) {
            try {
                LockSupport.parkNanos(step().toNanos());
            } catch (RuntimeException bug) {
                LOG.error("switch-overs: a step failed; it is tried again", bug);
                LockSupport.parkNanos(REST.toNanos());
            }
        }
    }

    /** Looks at all; returns how long to rest, unless something changes. */
    private Duration step() {
        boolean news = changed;
        changed = false;
        ControlState state = parts.stand().get();
        NodesView nodes = parts.nodes().get();
        List<StepAcks> acks = new ArrayList<>();
        Set<String> alive = new HashSet<>();
        Duration rest = REST;
        for (Map.Entry<String, Resource> each : underWay(state).entrySet()) {
            if (each.getValue().spec() instanceof SwitchOverSpec spec && spec.status() != null) {
                alive.add(each.getKey());
                Duration next = look(each.getValue(), spec, spec.status(), new Sight(state, nodes, news), acks);
                rest = next.compareTo(rest) < 0 ? next : rest;
            }
        }
        busy = !alive.isEmpty();
        due.keySet().retainAll(alive);
        told.keySet().retainAll(alive);
        heard.keySet().retainAll(alive);
        say(acks);
        return rest;
    }

    /** Many more are over, and stay: they are not put in order at each look. */
    private static SortedMap<String, Resource> underWay(ControlState state) {
        SortedMap<String, Resource> found = new TreeMap<>();
        state.all(Kind.SWITCH_OVER).forEach((id, record) -> {
            if (record.spec() instanceof SwitchOverSpec spec && spec.status() != null
                    && !spec.status().state().over()) {
                found.put(id, record);
            }
        });
        return found;
    }

    private record Sight(ControlState state, NodesView nodes, boolean news) {}

    private Duration look(Resource record, SwitchOverSpec spec, SwitchOverStatus status, Sight sight,
            List<StepAcks> acks) {
        String id = record.name();
        boolean owned = sight.nodes().live().owns(Kind.SWITCH_OVER.plural() + "/" + id);
        boolean spoken = spoken(status);
        if (spoken) {
            StepAcks own = status.state().before()
                    ? OwnAcks.before(id, parts.planes().get())
                    : OwnAcks.of(id, spec, sight.state(), parts.log(), parts.slow().get());
            acks.add(own);
            Instant now = parts.times().clock().instant();
            Heard transitions = heard.computeIfAbsent(id, _ -> new Heard());
            transitions.add(status.sequence(), now);
            if (owned) {
                MeasuredTraffic traffic = parts.measured().apply(Scoped.services(sight.state(), spec.scopes()));
                tell(OwnPart.of(parts.idc(), id, spec, status, sight.state(), sight.nodes(), own, traffic,
                        parts.measured().apply(Scoped.all(sight.state())), transitions.before(traffic.since()), now),
                        sight.state());
            }
        }
        if (owned && status.generation().idc().equals(parts.idc())) {
            conduct(id, sight.news());
        }
        return !spoken ? REST : waits(status) ? READY : LOOK;
    }

    /** Nobody waits for what this IDC says of what an operator has not begun, or lets stand. */
    private static boolean waits(SwitchOverStatus status) {
        return switch (status.state()) {
            case READY, APPROVED, COMPLETED, EXPIRED, PAUSED, ROLLBACK_FAILED -> true;
            case DRAFT, CHECKING, FENCING, SHIFTING, VERIFYING, UNFENCING, SOAKING, ROLLING_BACK, ROLLED_BACK, ABORTED,
                    FORCE_ENDED ->
                false;
        };
    }

    /** Returns whether somebody goes by what this IDC says: before it begins its figures, then its Acks too. */
    static boolean spoken(SwitchOverStatus status) {
        return status.state().moving() || (status.state().before() && status.state() != SwitchOverState.DRAFT)
                || !status.unconfirmed().isEmpty();
    }

    private void say(List<StepAcks> acks) {
        long now = parts.times().ticker().nanos();
        if (!acks.equals(said) && now - saidNanos >= SAY.toNanos()) {
            said = List.copyOf(acks);
            saidNanos = now;
            parts.say().accept(said);
        }
    }

    private void tell(SwitchOverProgress part, ControlState state) {
        String id = part.switchOver();
        SwitchOverProgress stands = state.progress(id).stream().filter(each -> each.idc().equals(parts.idc()))
                .findFirst().orElse(null);
        if (Telling.worth(told.get(id), stands, part) && !closed && telling.add(id)) {
            blocking.execute(() -> {
                try {
                    if (parts.writer().write(part)) {
                        told.put(id, part);
                    }
                } finally {
                    telling.remove(id);
                }
            });
        }
    }

    private void conduct(String id, boolean news) {
        long now = parts.times().ticker().nanos();
        if (closed || (!news && now - due.getOrDefault(id, now) < 0)) {
            return;
        }
        if (!conducting.begin(id)) {
            return;
        }
        blocking.execute(() -> {
            Duration wait = REST;
            try {
                wait = conductor.conduct(id);
            } catch (RuntimeException bug) {
                LOG.error("switch-over {}: a step failed; it is tried again", id, bug);
            } finally {
                due.put(id, parts.times().ticker().nanos() + wait.toNanos());
                if (conducting.end(id)) {
                    wake();
                }
            }
        });
    }
}
