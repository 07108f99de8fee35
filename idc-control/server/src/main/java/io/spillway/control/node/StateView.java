package io.spillway.control.node;

import java.util.Collection;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.validation.ResourceView;
import org.jspecify.annotations.Nullable;

/** A state as validation sees it. */
record StateView(ControlState state) implements ResourceView {

    @Override
    public @Nullable Resource get(Kind kind, String name) {
        return state.get(kind, name);
    }

    @Override
    public Collection<Resource> all(Kind kind) {
        return state.all(kind).toMap().values();
    }
}
