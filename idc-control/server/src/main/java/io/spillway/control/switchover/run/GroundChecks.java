package io.spillway.control.switchover.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.switchover.plan.PlanGround;
import io.spillway.control.switchover.plan.Planner;
import io.spillway.control.switchover.plan.Rules;
import io.spillway.control.switchover.plan.Ruling;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.time.Ticker;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import org.jspecify.annotations.Nullable;

/** The checks on the ground of what this node knows. */
final class GroundChecks implements Checks {

    /** So long the other IDC's word of a new switch-over is waited for: two ways over the link, and some. */
    private static final Duration HEARD = Duration.ofSeconds(2);
    private static final Duration CATCH_UP = Duration.ofSeconds(3);
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();
    private static final Ruling.Ground NOTHING = new Ruling.Ground(Set.of(), Set.of());
    /** What an IDC needs that gets its traffic back. */
    private static final Set<String> FIT = Set.of("target-healthy", "capacity", "sync-fresh");

    private final String idc;
    private final Stand stand;
    private final Function<String, PlanGround> ground;
    private final Registry registry;
    private final Ticker ticker;

    GroundChecks(String idc, Stand stand, Function<String, PlanGround> ground, Registry registry, Ticker ticker) {
        this.idc = idc;
        this.stand = stand;
        this.ground = ground;
        this.registry = registry;
        this.ticker = ticker;
    }

    @Override
    public Made make(String id, SwitchOverSpec spec, SwitchOrigin origin, boolean heard) {
        if (heard) {
            awaitOthers(id, spec);
        }
        Planner.Planned planned = Planner.plan(id, spec, origin, ground.apply(id));
        return new Made(planned.event(), planned.checks());
    }

    /** Whoever has something to say says it when it has heard of the switch-over; who is cut off is not waited for long. */
    private void awaitOthers(String id, SwitchOverSpec spec) {
        Set<String> linked = ground.apply(id).peers().entrySet().stream().filter(peer -> peer.getValue().fresh())
                .map(Map.Entry::getKey).filter(peer -> peer.equals(spec.from()) || peer.equals(spec.to()))
                .collect(Collectors.toSet());
        linked.remove(idc);
        long begun = ticker.nanos();
        boolean several = ground.apply(id).nodes().size() > 1;
        while (!(said(id).containsAll(linked) && (!several || ownSaid(id))) && ticker.nanos() - begun < HEARD.toNanos()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Returns whether all nodes of this IDC have said of their data planes that they have what they should. */
    private boolean ownSaid(String id) {
        return stand.get().progress(id).stream()
                .anyMatch(each -> each.idc().equals(idc) && each.acked() >= each.fleet());
    }

    private Set<String> said(String id) {
        return stand.get().progress(id).stream().map(SwitchOverProgress::idc).collect(Collectors.toSet());
    }

    @Override
    public @Nullable String outdated(String id, SwitchOverSpec spec) {
        SwitchOverStatus status = spec.status();
        SwitchOverPlan plan = status == null ? null : status.plan();
        return plan == null ? "there is no plan" : Planner.invalid(spec, plan, ground.apply(id));
    }

    @Override
    public Ruled rule(String id, SwitchOverSpec spec) {
        Map<String, Long> marked = new HashMap<>();
        if (spec.exclude()) {
            // Before the state: whoever wrote it until then is in the state that is judged.
            long revision = registry.get(ResourceKeys.EXCLUSION).map(KeyValue::modRevision).orElse(0L);
            if (!stand.await(revision, CATCH_UP)) {
                return new Ruled(new Ruling.Waits(Standings.deaf(stand), NOTHING), Map.of(), Set.of());
            }
            marked.put(ResourceKeys.EXCLUSION, revision);
        }
        PlanGround now = ground.apply(id);
        Ruling ruling = Rules.move(id, spec, now);
        Map<String, Long> leansOn = new HashMap<>(marked);
        ruling.ground().leansOn().forEach(each -> leansOn.put(ResourceKeys.keyOf(each.kind(), each.name()),
                revision(now.state(), each)));
        return new Ruled(ruling, leansOn, marked.keySet());
    }

    private static long revision(ControlState state, ResourceKeys.Id id) {
        Resource found = state.get(id.kind(), id.name());
        return found == null ? 0 : found.metadata().revision();
    }

    @Override
    public @Nullable String unfit(String id, SwitchOverSpec spec) {
        SwitchOverStatus status = spec.status();
        if (status != null && status.unconfirmed().stream().anyMatch(open -> open.acceptedBy() == null)) {
            return "unconfirmed: " + status.unconfirmed().stream().map(open -> open.what() + " of " + open.idc())
                    .collect(Collectors.joining("; "));
        }
        SwitchOverSpec home = new SwitchOverSpec(spec.scopes(), spec.to(), spec.from(), spec.steps(), spec.soak(),
                spec.gates(), spec.mode(), spec.fence(), false, spec.expires(), spec.onExpiry(), spec.reason(), null);
        List<SwitchCheck> bad = Planner.plan(id, home, SwitchOrigin.AUTOMATIC, ground.apply(id)).checks().stream()
                .filter(check -> FIT.contains(check.item()) && !check.allows()).toList();
        return bad.isEmpty()
                ? null
                : bad.stream().map(check -> check.item() + ": " + check.how()).collect(Collectors.joining("; "));
    }
}
