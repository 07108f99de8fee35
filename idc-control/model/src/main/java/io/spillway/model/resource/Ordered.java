package io.spillway.model.resource;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Unmodifiable copies that keep their order, unlike Map.copyOf, so that equal resources give equal bytes. */
final class Ordered {

    private Ordered() {}

    static <K, V> Map<K, V> map(Map<K, V> source) {
        if (source instanceof OrderedMap<K, V>) {
            return source;
        }
        if (source.isEmpty()) {
            return OrderedMap.none();
        }
        if (source.size() <= OrderedMap.MOST) {
            return new OrderedMap<>(source);
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(source));
    }

    static <E> Set<E> set(Collection<E> source) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(source));
    }
}
