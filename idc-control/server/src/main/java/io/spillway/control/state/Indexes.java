package io.spillway.control.state;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/** All indexes of a state: by what key which resources are found. Immutable; what did not change is shared. */
final class Indexes {

    private static final Indexes NONE = new Indexes(new EnumMap<>(Index.class));

    private final Map<Index, PersistentMap<String, PersistentMap<String, Boolean>>> maps;

    private Indexes(Map<Index, PersistentMap<String, PersistentMap<String, Boolean>>> maps) {
        this.maps = maps;
    }

    /** Returns indexes of nothing. */
    static Indexes empty() {
        return NONE;
    }

    /** Returns the names of the resources under a key, in order. */
    Set<String> names(Index index, String key) {
        return postings(index, key).sortedKeys();
    }

    /** Returns the names of the resources under a key. */
    PersistentMap<String, Boolean> postings(Index index, String key) {
        PersistentMap<String, Boolean> found = of(index).get(key);
        return found == null ? PersistentMap.empty() : found;
    }

    /** Calls the action for each key of an index, in no particular order. */
    void eachKey(Index index, Consumer<String> action) {
        of(index).forEach((key, _) -> action.accept(key));
    }

    /** Returns the indexes after a resource of that name was replaced; null stands for none. */
    Indexes with(String name, @Nullable Resource before, @Nullable Resource after) {
        List<Index.Posting> gone = before == null ? List.of() : Index.postingsOf(before);
        List<Index.Posting> come = after == null ? List.of() : Index.postingsOf(after);
        if (gone.equals(come)) {
            return this;
        }
        var changed = new EnumMap<Index, PersistentMap<String, PersistentMap<String, Boolean>>>(Index.class);
        changed.putAll(maps);
        for (Index.Posting posting : gone) {
            var index = changed.getOrDefault(posting.index(), PersistentMap.empty());
            var names = index.get(posting.key());
            var rest = names == null ? PersistentMap.<String, Boolean>empty() : names.without(name);
            changed.put(posting.index(),
                    rest.isEmpty() ? index.without(posting.key()) : index.with(posting.key(), rest));
        }
        for (Index.Posting posting : come) {
            var index = changed.getOrDefault(posting.index(), PersistentMap.empty());
            var names = index.get(posting.key());
            changed.put(posting.index(), index.with(posting.key(),
                    (names == null ? PersistentMap.<String, Boolean>empty() : names).with(name, true)));
        }
        return new Indexes(changed);
    }

    /** Returns whether the other leads from the same keys to the same names. */
    boolean sameContent(Indexes other) {
        for (Index index : Index.values()) {
            if (!of(index).equals(other.of(index))) {
                return false;
            }
        }
        return true;
    }

    private PersistentMap<String, PersistentMap<String, Boolean>> of(Index index) {
        var found = maps.get(index);
        return found == null ? PersistentMap.empty() : found;
    }
}
