package io.spillway.model.validation;

import java.util.Collection;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Spec;
import org.jspecify.annotations.Nullable;

/** All resources as they are at one moment. Immutable. */
public interface ResourceView {

    /** Returns the resource of that kind and name, or null. */
    @Nullable
    Resource get(Kind kind, String name);

    /** Returns all resources of a kind, in no order. */
    Collection<Resource> all(Kind kind);

    /** Returns the spec of the resource of that kind and name, or null. */
    default <S extends Spec> @Nullable S spec(Kind kind, String name, Class<S> type) {
        Resource resource = get(kind, name);
        return resource == null ? null : type.cast(resource.spec());
    }
}
