package io.spillway.control.state;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import org.jspecify.annotations.Nullable;

/**
 * Which workloads each selector of several labels finds, for every selector that a Service has: so a Service costs its
 * matches, also when each of its labels is common. Selectors of one label need nothing of this, their label's index is the
 * answer. Of a workload that is selected it costs some 30 bytes per selector. Immutable.
 */
final class Selections {

    static final Selections NONE = new Selections(PersistentMap.empty());

    /** By {@link Selector#key}; nothing stands under a selector that finds nobody. */
    private final PersistentMap<String, PersistentMap<String, Boolean>> found;

    private Selections(PersistentMap<String, PersistentMap<String, Boolean>> found) {
        this.found = found;
    }

    /** Returns the names of those that a selector of several labels finds. */
    PersistentMap<String, Boolean> of(Map<String, String> selector) {
        PersistentMap<String, Boolean> names = found.get(Selector.key(selector));
        return names == null ? PersistentMap.empty() : names;
    }

    boolean sameAs(Selections other) {
        return found.equals(other.found);
    }

    /** Returns what is found after a resource of {@code older} became another; null: there was none, there is none. */
    Selections after(ControlState older, String name, @Nullable Resource before, @Nullable Resource after) {
        Resource either = after == null ? before : after;
        if (either == null) {
            return this;
        }
        return switch (either.spec()) {
            case WorkloadEntrySpec _ -> workload(older, name, before, after);
            case ServiceSpec _ -> service(older, selector(before), selector(after));
            default -> this;
        };
    }

    private Selections workload(ControlState older, String name, @Nullable Resource before, @Nullable Resource after) {
        Map<String, String> had = labels(before);
        Map<String, String> has = labels(after);
        if (had.equals(has)) {
            return this;
        }
        Set<String> left = selectors(older, had);
        Set<String> joined = selectors(older, has);
        var next = found;
        for (String selector : left) {
            var rest = joined.contains(selector) ? null : next.get(selector);
            if (rest != null) {
                next = replaced(next, selector, rest.without(name));
            }
        }
        for (String selector : joined) {
            if (!left.contains(selector)) {
                var names = next.get(selector);
                next = next.with(selector,
                        (names == null ? PersistentMap.<String, Boolean>empty() : names).with(name, true));
            }
        }
        return new Selections(next);
    }

    private Selections service(ControlState older, Map<String, String> had, Map<String, String> has) {
        if (had.equals(has)) {
            return this;
        }
        var next = found;
        if (had.size() > 1 && older.indexes().postings(Index.SERVICES_BY_SELECTOR, Selector.key(had)).size() == 1) {
            next = next.without(Selector.key(had));
        }
        if (has.size() > 1 && older.indexes().postings(Index.SERVICES_BY_SELECTOR, Selector.key(has)).isEmpty()) {
            next = replaced(next, Selector.key(has), Selector.search(older, has));
        }
        return new Selections(next);
    }

    private static PersistentMap<String, PersistentMap<String, Boolean>> replaced(
            PersistentMap<String, PersistentMap<String, Boolean>> map, String key,
            PersistentMap<String, Boolean> names) {
        return names.isEmpty() ? map.without(key) : map.with(key, names);
    }

    /** Returns the selectors of several labels that some Service has and that these labels match. */
    private static Set<String> selectors(ControlState state, Map<String, String> labels) {
        Set<String> selectors = new HashSet<>();
        if (labels.size() > 1) {
            state.indexes().eachKey(Index.SERVICES_BY_SELECTOR_SHAPE, shape -> {
                String selector = Selector.isOfOneLabel(shape) ? null : Selector.key(shape, labels);
                if (selector != null && !state.indexes().postings(Index.SERVICES_BY_SELECTOR, selector).isEmpty()) {
                    selectors.add(selector);
                }
            });
        }
        return selectors;
    }

    private static Map<String, String> labels(@Nullable Resource workload) {
        return workload != null && workload.spec() instanceof WorkloadEntrySpec spec
                ? Index.labelsOf(workload, spec)
                : Map.of();
    }

    private static Map<String, String> selector(@Nullable Resource service) {
        return service != null && service.spec() instanceof ServiceSpec spec ? spec.selector() : Map.of();
    }
}
