package io.spillway.control.access;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A role within a scope.
 *
 * @param drGroups the DrGroups that may be written; empty: all, and what belongs to none. Reads are not bound by it.
 * @param idcs     the IDCs that it is for; empty: all
 */
public record Grant(Role role, Set<String> drGroups, Set<String> idcs) {

    /** Copies the sets. */
    public Grant {
        drGroups = Set.copyOf(drGroups);
        idcs = Set.copyOf(idcs);
    }

    /** Returns the role for everything. */
    public static Grant everywhere(Role role) {
        return new Grant(role, Set.of(), Set.of());
    }

    /** Returns whether it gives anything for this IDC. */
    boolean coversIdc(String idc) {
        return idcs.isEmpty() || idcs.contains(idc);
    }

    /** Returns whether it is for what belongs to this DrGroup; null: to none, or to all of them. */
    boolean coversGroup(@Nullable String drGroup) {
        return drGroups.isEmpty() || (drGroup != null && drGroups.contains(drGroup));
    }

    @Override
    public String toString() {
        return role.word() + (drGroups.isEmpty() ? "" : " of drGroups " + String.join(",", new TreeSet<>(drGroups)))
                + (idcs.isEmpty() ? "" : " in " + String.join(",", new TreeSet<>(idcs)));
    }
}
