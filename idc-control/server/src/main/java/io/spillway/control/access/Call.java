package io.spillway.control.access;

import io.spillway.model.document.Shown;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the API.
 *
 * @param method as HTTP has it
 * @param path   the pattern of the address, as in the OpenAPI document; empty when there is no such address
 * @param kind   the kind of resource in the address; null when there is none, or none that we know
 * @param name   the name of the resource in the address; null when there is none
 */
public record Call(String method, String path, @Nullable Kind kind, @Nullable String name) {

    static final String LIST = "/v1/{kind}";
    static final String ONE = "/v1/{kind}/{name}";

    /** Returns the call that puts this resource alone. */
    public static Call put(Kind kind, String name) {
        return new Call("PUT", ONE, kind, name);
    }

    /** Returns the call that deletes this resource. */
    public static Call delete(Kind kind, String name) {
        return new Call("DELETE", ONE, kind, name);
    }

    @Override
    public String toString() {
        String shown = name == null ? "{name}" : Names.valid(name) ? name : Shown.text(name);
        return method + " " + (kind == null ? path : path.replace("{kind}", kind.plural()).replace("{name}", shown));
    }
}
