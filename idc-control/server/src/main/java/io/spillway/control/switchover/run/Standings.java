package io.spillway.control.switchover.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.SwitchWrite;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;

/** What a transition is made from, and whether that is old. Blocks; safe for use by any thread. */
final class Standings {

    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final Registry registry;
    private final Stand state;

    Standings(Registry registry, Stand state) {
        this.registry = registry;
        this.state = state;
    }

    /**
     * Returns what stands for a switch-over. Throws {@link RegistryUnavailableException}.
     *
     * @param made gets the revisions by key of all that it is made from; 0 for absent
     */
    SwitchWrite.Standing of(String id, SwitchOverSpec spec, Map<String, Long> made) {
        return new SwitchWrite.Standing(id, spec, shifts(state.get(), spec, made), holders(spec, made));
    }

    /**
     * What is written is compared with the registry in the transaction. What is not, is not: a refusal by a state that another
     * node has overtaken would say "no" to somebody who was right. So the registry is asked; the state follows it then.
     */
    boolean behind(Resource standing) {
        long newest = newest(standing.name());
        boolean behind = newest != standing.metadata().revision();
        boolean _ = behind && state.await(newest, CATCH_UP);
        return behind;
    }

    /** Waits until the state has a record that the registry has; false when the registry has none, or does not answer. */
    boolean arrives(String id) {
        try {
            long newest = newest(id);
            return newest != 0 && state.await(newest, CATCH_UP);
        } catch (RegistryUnavailableException away) {
            return false;
        }
    }

    /** Returns why nothing is judged by a state that what is written does not reach. */
    static String deaf(Stand state) {
        return "this node does not hear what others write; it has heard up to revision " + state.get().revision();
    }

    private long newest(String id) {
        return registry.get(ResourceKeys.keyOf(Kind.SWITCH_OVER, id)).map(KeyValue::modRevision).orElse(0L);
    }

    private static Map<ShiftScope, TrafficShiftSpec> shifts(ControlState now, SwitchOverSpec spec,
            Map<String, Long> made) {
        Map<ShiftScope, TrafficShiftSpec> shifts = new HashMap<>();
        for (ShiftScope scope : spec.scopes()) {
            Resource shift = now.get(Kind.TRAFFIC_SHIFT, scope.resourceName());
            made.put(RegistryKeys.shift(scope.path()), shift == null ? 0 : shift.metadata().revision());
            if (shift != null && shift.spec() instanceof TrafficShiftSpec stands) {
                shifts.put(scope, stands);
            }
        }
        return shifts;
    }

    private Map<String, String> holders(SwitchOverSpec spec, Map<String, Long> made) {
        SwitchOverStatus status = spec.status();
        SwitchOverPlan plan = status == null ? null : status.plan();
        if (plan == null) {
            return Map.of();
        }
        Map<String, String> holders = new HashMap<>();
        Map<String, Long> revisions = new HashMap<>();
        RangeResult locks = registry.range(RegistryKeys.SWITCH_OVER_LOCKS);
        for (KeyValue lock : locks.entries()) {
            holders.put(lock.key().substring(RegistryKeys.SWITCH_OVER_LOCKS.length()),
                    new String(lock.value(), StandardCharsets.UTF_8));
            revisions.put(lock.key(), lock.modRevision());
        }
        plan.locks().forEach(lock -> made.put(RegistryKeys.switchOverLock(lock),
                revisions.getOrDefault(RegistryKeys.switchOverLock(lock), 0L)));
        return holders;
    }
}
