package io.spillway.drill.run;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.spillway.drill.fault.FaultException;
import io.spillway.drill.fault.FaultKeeper;
import io.spillway.drill.fault.FaultWork;
import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.Step;
import io.spillway.drill.verdict.SafetyRecord.Attempt;
import io.spillway.drill.verdict.SafetyRecord.FaultTrace;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a drill, each of them known to the fault keeper before it is made. Owned by the thread that plays the steps.
 */
final class FaultSteps implements AutoCloseable {

    private record Gone(double atMs, String why) {}

    private record Begun(String name, String what, double atMs, double skewMs) {}

    private interface Making {
        long make(FaultWork work) throws FaultException, InterruptedException;
    }

    private final FleetLayout layout;
    private final Fleet fleet;
    private final RunClock clock;
    private final Duration ttl;
    private final EtcdSteps etcd;
    private final List<Begun> begun = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Gone> gone = new ConcurrentHashMap<>();
    private final @Nullable FaultKeeper keeper;
    private final @Nullable FaultWork work;
    private boolean finished;

    /** Starts the keeper, unless the drill makes nothing that must be ended. */
    FaultSteps(DrillPlan plan, FleetLayout layout, Fleet fleet, Ticker ticker, RunClock clock) {
        this.layout = layout;
        this.fleet = fleet;
        this.clock = clock;
        this.ttl = plan.safety().ttl();
        this.etcd = new EtcdSteps(layout, clock);
        if (plan.steps().stream().anyMatch(FaultSteps::mustEnd)) {
            keeper = FaultKeeper.start(Home.find(), layout.folder(),
                    (name, why) -> gone.put(name, new Gone(clock.nowMs(), why)));
            work = new FaultWork(layout, fleet, keeper, ticker);
        } else {
            keeper = null;
            work = null;
        }
    }

    private static boolean mustEnd(Step step) {
        return step instanceof Step.Break || step instanceof Step.Shift || step instanceof Step.SwitchOver
                || step instanceof Step.Strike;
    }

    void begin(Step.Break broken) throws AbortedException, InterruptedException {
        note(broken.event(), broken.fault().words(),
                known -> known.begin(broken.event(), broken.fault(), orUsual(broken.ttl())));
    }

    void end(Step.End end) throws AbortedException, InterruptedException {
        make(known -> {
            known.end(end.fault());
            return 0;
        });
    }

    void hang(Step.Strike strike, List<Component> picked) throws AbortedException, InterruptedException {
        note(strike.event(), strike.selector() + " hangs",
                known -> known.hang(strike.event(), picked, orUsual(strike.ttl())));
    }

    /** Kills; in a fleet that outlives the drill the keeper starts them again if the drill does not. */
    void kill(Step.Strike strike, List<Component> picked) throws AbortedException, InterruptedException {
        note(strike.event(), strike.selector() + " is killed", known -> {
            if (fleet.outlivesThisProcess()) {
                known.willKill(strike.event(), picked, orUsual(strike.ttl()));
            }
            return fleet.kill(picked);
        });
    }

    /** Returns who plays the steps about what an etcd has on its disk. */
    EtcdSteps etcd() {
        return etcd;
    }

    /** Asks for what may be refused; a control plane that cannot be asked answers 0. */
    void attempt(Step.Attempt attempt, ControlApi control) throws InterruptedException {
        attempts.add(control.attempt(attempt));
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    void willShift(Step.Shift shift) throws AbortedException, InterruptedException {
        String cleared = JsonText.write(Trees.of(Map.of("apiVersion", "spillway.io/v1", "kind", "TrafficShift",
                "metadata", Map.of("name", shift.scope().replace('/', '.')), "spec",
                Map.of("scope", ControlApi.scope(shift.scope()), "reason", "cleared by a drill", "cleared", true))));
        make(known -> {
            known.willShift("shift " + shift.event(),
                    uri(shift.idc(), "shifts/" + shift.scope().replace('/', '.')), shift.reason(), cleared, ttl);
            return 0;
        });
    }

    void willSwitchOver(Step.SwitchOver move) throws AbortedException, InterruptedException {
        make(known -> {
            known.willSwitchOver("switch-over " + move.idc() + "/" + move.name(),
                    uri(move.idc(), "switchovers/" + move.name()), ttl);
            return 0;
        });
    }

    /** Lets the keeper end what is left, once; returns what it could not end, nothing when all is gone. */
    List<String> finish() {
        FaultKeeper known = keeper;
        if (known == null || finished) {
            return List.of();
        }
        finished = true;
        try {
            return known.finish()
                    ? List.of()
                    : List.of("the fault keeper could not end every fault (its journal is in " + layout.folder()
                            + "; spillway drill cleanup tries again)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("the fault keeper was not waited for");
        }
    }

    List<FaultTrace> traces() {
        return begun.stream().map(each -> {
            Gone end = gone.get(each.name());
            return new FaultTrace(each.name(), each.what(), each.atMs(), each.skewMs(), end == null ? null : end.atMs(),
                    end == null ? "" : end.why());
        }).toList();
    }

    @Override
    public void close() {
        if (work != null) {
            work.close();
        }
        if (keeper != null) {
            keeper.close();
        }
    }

    private Duration orUsual(@Nullable Duration own) {
        return own == null ? ttl : own;
    }

    private URI uri(String idc, String path) {
        return URI.create("http://" + Objects.requireNonNullElse(layout.apis().get(idc), idc) + "/v1/" + path);
    }

    private void note(String name, String what, Making making) throws AbortedException, InterruptedException {
        double atMs = clock.nowMs();
        long skewNanos = make(making);
        begun.add(new Begun(name, what, atMs, skewNanos / 1e6));
    }

    @CanIgnoreReturnValue
    private long make(Making making) throws AbortedException, InterruptedException {
        FaultWork known = work;
        if (known == null) {
            throw new AbortedException("the drill has no fault keeper");
        }
        try {
            return making.make(known);
        } catch (FaultException e) {
            throw new AbortedException(String.valueOf(e.getMessage()));
        }
    }
}
