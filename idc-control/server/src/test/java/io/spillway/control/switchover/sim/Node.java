package io.spillway.control.switchover.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.switchover.SwitchWrite;
import io.spillway.model.switchover.Work;
import org.jspecify.annotations.Nullable;

/**
 * A control node that coordinates while it leads: reads, and in a later move writes what it made of that. It may stand still
 * for long in between, and wake up when another leads.
 */
final class Node implements Actor {

    private final String name;
    private final String idc;
    private final SimRegistry registry;
    private final Random random;
    private final List<String> ids;
    /** Whether fences, gates and fleets may fail; at the end of a history they do not, so that it ends. */
    private boolean troubled = true;
    private long term;
    private @Nullable Pending pending;

    private record Pending(String id, Map<String, Long> compares, Map<String, @Nullable Object> puts) {}

    Node(String idc, String name, SimRegistry registry, List<String> ids, Random random) {
        this.idc = idc;
        this.name = idc + "/" + name;
        this.registry = registry;
        this.ids = ids;
        this.random = random;
    }

    String name() {
        return name;
    }

    /** It begins anew and knows nothing. */
    void die() {
        pending = null;
        term = 0;
    }

    /** It leads from now on; the one that did does not know. */
    void lead(long now) {
        boolean _ = registry.commit(Map.of(), Map.of(Registered.LEADER, name), now, name);
        term = registry.revisionOf(Registered.LEADER);
    }

    void calm() {
        troubled = false;
    }

    @Override
    public boolean done() {
        return pending == null;
    }

    @Override
    public void move(long now) {
        Pending planned = pending;
        if (planned != null) {
            // Whether an answer comes or not: it looks again next time, and goes on from what stands.
            boolean _ = registry.commit(planned.compares(), planned.puts(), now, name);
            pending = null;
        } else if (term != 0) {
            pending = plan(ids.get(random.nextInt(ids.size())), now);
        }
    }

    private @Nullable Pending plan(String id, long now) {
        Registered.Seen seen = Registered.read(registry, id);
        if (seen == null || !idc.equals(coordinator(seen.standing().record()))) {
            return null;
        }
        SwitchWrite.Standing standing = seen.standing();
        SwitchWrite.Made made = switch (Work.of(standing.record(), standing.shifts()::get, Registered.time(now))) {
            case Work.Idle _,Work.Until _ -> null;
            case Work.Happen(SwitchOverEvent event) -> SwitchWrite.of(standing, event, Registered.time(now), idc, name);
            case Work.WriteShifts _ -> SwitchWrite.shifts(standing, null, Registered.time(now), idc, name);
            case Work other -> happened(standing, outcome(other, standing), now);
        };
        if (!(made instanceof SwitchWrite.Made.Write(SwitchWrite write))) {
            return null;
        }
        Map<String, Long> compares = new LinkedHashMap<>(seen.revisions());
        compares.put(Registered.LEADER, term);
        return new Pending(id, compares, Registered.puts(id, write));
    }

    private SwitchWrite.@Nullable Made happened(SwitchWrite.Standing standing, @Nullable SwitchOverEvent event,
            long now) {
        return event == null ? null : SwitchWrite.of(standing, event, Registered.time(now), idc, name);
    }

    private @Nullable SwitchOverEvent outcome(Work work, SwitchWrite.Standing standing) {
        boolean bad = troubled && random.nextInt(6) == 0;
        return switch (work) {
            case Work.MakeChecks _ -> bad
                    ? new SwitchOverEvent.ChecksFailed(List.of())
                    : new SwitchOverEvent.ChecksPassed(Histories.plan(standing));
            case Work.AskFence _ ->
                bad ? new SwitchOverEvent.FenceUnconfirmed("no answer") : new SwitchOverEvent.Fenced("");
            case Work.AskUnfence _ -> bad ? null : new SwitchOverEvent.Unfenced("");
            case Work.AwaitAcks _ -> bad
                    ? new SwitchOverEvent.Acked(List.of(new Unconfirmed("acknowledged", "idc-a", "silent", null)), "")
                    : new SwitchOverEvent.Acked(List.of(), "");
            case Work.JudgeGate _ -> bad
                    ? new SwitchOverEvent.StepFailed(PauseCause.GUARD, "weak")
                    : new SwitchOverEvent.GatePassed("");
            case Work.Verify _ -> bad ? null : new SwitchOverEvent.Verified("");
            case Work.CheckExpiry _ -> new SwitchOverEvent.Expire(!bad, "");
            case Work.Idle _,Work.Until _,Work.Happen _,Work.WriteShifts _ -> null;
        };
    }

    private static String coordinator(SwitchOverSpec spec) {
        SwitchOverStatus status = spec.status();
        return status == null ? "" : status.generation().idc();
    }
}
