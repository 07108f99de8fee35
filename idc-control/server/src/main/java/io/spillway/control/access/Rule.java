package io.spillway.control.access;

import java.util.Set;

import io.spillway.model.resource.Kind;

/**
 * One line of the table.
 *
 * @param method as HTTP has it
 * @param path   the pattern of the address, as in the OpenAPI document
 * @param kinds  the kinds of resource that it is for; empty when the address names none, or for all of them
 * @param any    the roles of which one is needed to come in
 */
record Rule(String method, String path, Set<Kind> kinds, Set<Role> any) {

    /** Copies the sets. */
    Rule {
        kinds = Set.copyOf(kinds);
        any = Set.copyOf(any);
    }

    boolean isFor(Call call) {
        return method.equals(call.method()) && path.equals(call.path())
                && (kinds.isEmpty() || (call.kind() != null && kinds.contains(call.kind())));
    }

    /** Returns whether the role is enough. */
    boolean metBy(Role role) {
        return any.stream().anyMatch(role::includes);
    }
}
