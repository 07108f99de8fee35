package io.spillway.control.switchover.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.spillway.control.audit.AuditLog;
import io.spillway.control.audit.AuditObserver;
import io.spillway.control.nodes.LiveNodes;
import io.spillway.control.service.Origin;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.control.switchover.fence.FenceAnswer;
import io.spillway.control.switchover.fence.FenceOrder;
import io.spillway.control.switchover.fence.FenceProvider;
import io.spillway.control.switchover.judge.Patience;
import io.spillway.control.switchover.plan.Ruling;
import io.spillway.control.switchover.sim.Call;
import io.spillway.control.switchover.sim.Histories;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.switchover.SwitchWrite;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A control node's own state, conductor, writer and operators' service on a troubled registry. What it looks at (checks, fences,
 * fleets, figures) is as the trouble has it.
 */
final class LiveNode implements Stand, AutoCloseable {

    static final String IDC = "idc-b";
    private static final Patience SHORT = new Patience(Duration.ofMillis(40), Duration.ofMillis(5),
            Duration.ofMillis(40), Duration.ofMillis(10));

    private final String name;
    private final TroubledRegistry registry;
    private final InstantSource clock;
    private final StateKeeper keeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition newer = lock.newCondition();
    private volatile ControlState state = ControlState.empty();
    private volatile Life life;
    private volatile boolean stopped;

    /** What a node that dies forgets. */
    private record Life(Conductor conductor, SwitchOvers service) {}

    LiveNode(String name, TroubledRegistry registry, InstantSource clock) {
        this.name = name;
        this.registry = registry;
        this.clock = clock;
        this.keeper = new StateKeeper(registry, new StoredRecords(), new StateKeeper.Times(Ticker.system(), clock),
                Duration.ofHours(1), new StateListener() {

                    @Override
                    public void onChange(StateChange change) {
                        take(change.state());
                    }

                    @Override
                    public void onRevision(ControlState at) {
                        take(at);
                    }

                    @Override
                    public void onLoaded(ControlState at) {
                        take(at);
                    }
                });
        this.life = born();
        keeper.start();
    }

    private void take(ControlState next) {
        lock.lock();
        try {
            state = next;
            newer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ControlState get() {
        return state;
    }

    @Override
    public boolean await(long revision, Duration longest) {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (state.revision() < revision && left > 0) {
                left = newer.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return state.revision() >= revision;
    }

    private Life born() {
        TransitionWriter writer = writer();
        Conductor conductor = new Conductor(new Conductor.Parts(this, writer, checks(), Map.of("orders-db", fence()),
                this::said, SHORT, clock));
        SwitchOvers service = new SwitchOvers(new SwitchOvers.Parts(IDC, name, this, writer, checks(),
                List.of("orders-db"), this::said, () -> LiveNodes.of(name, List.of(name), 1), _ -> {}, List::of, clock),
                conductor);
        return new Life(conductor, service);
    }

    TransitionWriter writer() {
        return new TransitionWriter(new TransitionWriter.Place(IDC, name), registry, new StoredRecords(), clock, this,
                new AuditLog(name, registry, Ticker.system(), clock, new AuditObserver() {
                }).trail());
    }

    /** Carries out until it is stopped: whatever it was at, others may be at the same. */
    void conduct() {
        while (!stopped) {
            for (String id : Histories.IDS) {
                try {
                    Duration _ = life.conductor().conduct(id);
                } catch (TroubledRegistry.Died died) {
                    life = born();
                }
            }
            boolean _ = await(state.revision() + 1, Duration.ofMillis(10));
        }
    }

    /** Says something here; returns how it was answered, and the revision of what came of it. */
    Said say(String id, SwitchOverEvent.Said word) {
        try {
            return switch (life.service().act(new SwitchOverAct(id, word, null, Origin.SYSTEM))) {
                case WriteResult.Applied applied -> applied.changed()
                        ? new Said(Call.Answer.DONE, applied.revision())
                        : new Said(Call.Answer.UNCHANGED, 0);
                case WriteResult.Guarded _ -> new Said(Call.Answer.REFUSED, 0);
                case WriteResult.Conflict _ -> new Said(Call.Answer.CONFLICT, 0);
                case WriteResult.Unavailable _ -> new Said(Call.Answer.LOST, 0);
                case WriteResult.Invalid _,WriteResult.Stale _,WriteResult.NotFound _ ->
                    throw new AssertionError(id + " " + word);
            };
        } catch (TroubledRegistry.Died died) {
            life = born();
            return new Said(Call.Answer.LOST, 0);
        }
    }

    /** An answer. */
    record Said(Call.Answer answer, long revision) {}

    private Checks checks() {
        return new Checks() {

            @Override
            public Made make(String id, SwitchOverSpec spec, SwitchOrigin origin, boolean heard) {
                Map<ShiftScope, TrafficShiftSpec> shifts = new HashMap<>();
                TrafficShiftSpec shift = state.shift(Histories.CORE);
                if (shift != null) {
                    shifts.put(Histories.CORE, shift);
                }
                return new Made(registry.chance(6)
                        ? new SwitchOverEvent.ChecksFailed(List.of())
                        : new SwitchOverEvent.ChecksPassed(
                                Histories.plan(new SwitchWrite.Standing(id, spec, shifts, Map.of()))),
                        List.of());
            }

            @Override
            public @Nullable String outdated(String id, SwitchOverSpec spec) {
                return null;
            }

            @Override
            public Ruled rule(String id, SwitchOverSpec spec) {
                return new Ruled(new Ruling.Allowed(new Ruling.Ground(Set.of(), Set.of())), Map.of(), Set.of());
            }

            @Override
            public @Nullable String unfit(String id, SwitchOverSpec spec) {
                return null;
            }
        };
    }

    private FenceProvider fence() {
        return new FenceProvider() {

            @Override
            public FenceAnswer fence(FenceOrder order) {
                return answer();
            }

            @Override
            public FenceAnswer unfence(FenceOrder order) {
                return answer();
            }

            private FenceAnswer answer() {
                return registry.chance(6) ? new FenceAnswer.Unconfirmed("silent") : new FenceAnswer.Confirmed("");
            }
        };
    }

    /** Both IDCs know what stands here, unless one has a straggler or serves badly. */
    private List<SwitchOverProgress> said(String id) {
        TrafficShiftSpec shift = state.shift(Histories.CORE);
        Generation stands = shift == null ? null : shift.generation();
        Map<String, Generation> known = stands == null ? Map.of() : Map.of(Histories.CORE.path(), stands);
        int missing = registry.chance(20) ? 1 : 0;
        MeasuredTraffic traffic = registry.chance(20)
                ? new MeasuredTraffic(100, 50, 0, Map.of("idc-b", 100.0), List.of())
                : MeasuredTraffic.NONE;
        Resource record = state.get(Kind.SWITCH_OVER, id);
        long heard = record != null && record.spec() instanceof SwitchOverSpec spec && spec.status() != null
                ? spec.status().sequence()
                : 0;
        return List.of("idc-a", "idc-b").stream()
                .map(idc -> new SwitchOverProgress(id, idc, new Generation(1, IDC), heard,
                        known, 2, 2 - missing, missing == 0 ? List.of() : List.of("gw-2"), traffic, clock.instant()))
                .toList();
    }

    /** Stops to carry out; the state goes on. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stopped = true;
        keeper.close();
    }
}
