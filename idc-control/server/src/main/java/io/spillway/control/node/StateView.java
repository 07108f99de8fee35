package io.spillway.control.node;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.validation.ResourceView;
import org.jspecify.annotations.Nullable;

/**
 * A state as validation sees it. All resources of a kind are copied once, when they are first asked for: the shift of an IDC asks
 * for all workloads once for each of its services. Used by one thread.
 */
final class StateView implements ResourceView {

    private final ControlState state;
    private final Map<Kind, Collection<Resource>> copied = new EnumMap<>(Kind.class);

    StateView(ControlState state) {
        this.state = state;
    }

    @Override
    public @Nullable Resource get(Kind kind, String name) {
        return state.get(kind, name);
    }

    @Override
    public Collection<Resource> all(Kind kind) {
        return copied.computeIfAbsent(kind, asked -> state.all(asked).toMap().values());
    }
}
