package io.spillway.drill.mock.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.drill.mock.message.ResponseView;
import io.spillway.drill.mock.message.XdsType;
import org.jspecify.annotations.Nullable;

/** The types that the clients of a group use. Safe for all threads. */
public final class SharedTypes {

    private final List<SharedType> types = new CopyOnWriteArrayList<>();

    /** Creates a list without types; they come as they are used. */
    public SharedTypes() {
        // empty
    }

    /** Returns the types so far. */
    public List<SharedType> all() {
        return List.copyOf(types);
    }

    /** Returns what is shared about a type. */
    public SharedType of(XdsType type) {
        SharedType known = find(type);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            SharedType meanwhile = find(type);
            if (meanwhile != null) {
                return meanwhile;
            }
            SharedType fresh = new SharedType(type, types.size());
            types.add(fresh);
            return fresh;
        }
    }

    /** Returns the type of a response, or null when no client of the group uses it. */
    @Nullable
    SharedType of(ResponseView view) {
        for (SharedType each : types) {
            if (view.hasTypeUrl(each.url())) {
                return each;
            }
        }
        return null;
    }

    private @Nullable SharedType find(XdsType type) {
        for (SharedType each : types) {
            if (each.type().equals(type)) {
                return each;
            }
        }
        return null;
    }
}
