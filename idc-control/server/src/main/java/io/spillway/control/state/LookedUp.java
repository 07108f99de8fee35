package io.spillway.control.state;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable map of which a look-up costs a look-up elsewhere, and only a walk costs what all of it costs.
 *
 * @param <V> what is looked up
 */
final class LookedUp<V> extends AbstractMap<String, V> {

    private final int size;
    private final Function<String, @Nullable V> one;
    private final Supplier<Set<String>> names;

    /** Creates one of that many names; a walk goes by their order. */
    LookedUp(int size, Function<String, @Nullable V> one, Supplier<Set<String>> names) {
        this.size = size;
        this.one = one;
        this.names = names;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return key instanceof String name ? one.apply(name) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return names.get().stream()
                        .map(name -> Map.entry(name, Objects.requireNonNull(one.apply(name), name))).iterator();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
