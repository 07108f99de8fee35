package io.spillway.model.validation;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/** A view of a list of resources; of two with the same kind and name the later counts. */
public final class ResourceSet implements ResourceView {

    private final Map<Kind, Map<String, Resource>> byKind = new EnumMap<>(Kind.class);

    private ResourceSet() {}

    /** Returns the view of these. */
    public static ResourceSet of(Collection<Resource> resources) {
        ResourceSet set = new ResourceSet();
        resources.forEach(resource -> set.byKind.computeIfAbsent(resource.kind(), kind -> new LinkedHashMap<>())
                .put(resource.name(), resource));
        return set;
    }

    @Override
    public @Nullable Resource get(Kind kind, String name) {
        return byKind.getOrDefault(kind, Map.of()).get(name);
    }

    @Override
    public Collection<Resource> all(Kind kind) {
        return List.copyOf(byKind.getOrDefault(kind, Map.of()).values());
    }
}
