package io.spillway.control.node;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ScopeLocks;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.RegistryKeys;
import org.jspecify.annotations.Nullable;

/** Traffic that a switch-over moves is not moved by hand meanwhile: neither of the two would know what it stands on. Pure. */
final class MovedTraffic {

    private MovedTraffic() {}

    /** Returns the registry keys of the locks that a write of these looks at. */
    static Set<String> lockKeys(ControlState state, List<Resource> written) {
        Set<String> keys = new TreeSet<>();
        for (Resource resource : written) {
            if (resource.spec() instanceof TrafficShiftSpec shift) {
                ScopeLocks.of(state, shift.scope()).forEach(lock -> keys.add(RegistryKeys.switchOverLock(lock)));
            }
        }
        return keys;
    }

    /** Returns what stands against a write: the switch-over that moves the traffic; null for nothing. */
    static @Nullable WriteResult held(ControlState state, Resource written) {
        if (!(written.spec() instanceof TrafficShiftSpec shift)) {
            return null;
        }
        for (String lock : ScopeLocks.of(state, shift.scope())) {
            String holder = state.lockHolder(lock);
            if (holder != null) {
                Resource record = state.get(Kind.SWITCH_OVER, holder);
                String who = record != null && record.spec() instanceof SwitchOverSpec spec && spec.status() != null
                        ? spec.status().author() + " (switch-over " + holder + ", " + spec.status().state() + ")"
                        : "switch-over " + holder;
                return new WriteResult.Conflict(Kind.SWITCH_OVER.plural() + "/" + holder, who,
                        record == null ? 0 : record.metadata().revision(),
                        lock + " is moved by switch-over " + holder
                                + ": say 'rollback' to it, or 'force-end' to keep what "
                                + "stands and move it by hand");
            }
        }
        return null;
    }
}
