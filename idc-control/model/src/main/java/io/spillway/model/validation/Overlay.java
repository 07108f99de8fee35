package io.spillway.model.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/** What will be there after a write. Copies nothing until all resources of a kind are asked for. */
record Overlay(ResourceView before, ResourceSet written) implements ResourceView {

    @Override
    public @Nullable Resource get(Kind kind, String name) {
        Resource resource = written.get(kind, name);
        return resource == null ? before.get(kind, name) : resource;
    }

    @Override
    public Collection<Resource> all(Kind kind) {
        Collection<Resource> added = written.all(kind);
        if (added.isEmpty()) {
            return before.all(kind);
        }
        List<Resource> all = new ArrayList<>(added);
        before.all(kind).stream().filter(resource -> written.get(kind, resource.name()) == null).forEach(all::add);
        return all;
    }
}
