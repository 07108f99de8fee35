package io.spillway.gateway.caller;

import java.util.List;

import io.spillway.model.identity.SpiffeId;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** A condition on who calls. Immutable, safe for all threads. */
public sealed interface Caller {

    /** Returns whether this one is meant. */
    boolean matches(SpiffeId caller);

    /**
     * Processes of one role. Their trust domain is not looked at: the listener has settled it, with the chain.
     *
     * @param idc the IDC that they stand in; null for any
     * @param role what they do
     */
    record Of(@Nullable String idc, SpiffeId.Role role) implements Caller {
        public Of {
            requireNonNull(role, "role");
        }

        @Override
        public boolean matches(SpiffeId caller) {
            return caller.role() == role && (idc == null || idc.equals(caller.idc()));
        }

        @Override
        public String toString() {
            return role.word() + "s of " + (idc == null ? "any IDC" : idc);
        }
    }

    /** Everybody but these. */
    record Not(Caller other) implements Caller {
        @Override
        public boolean matches(SpiffeId caller) {
            return !other.matches(caller);
        }

        @Override
        public String toString() {
            return "not " + other;
        }
    }

    /** Those whom all of the conditions mean. */
    record All(List<Caller> parts) implements Caller {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(SpiffeId caller) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).matches(caller)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return String.join(" and ", parts.stream().map(Caller::toString).toList());
        }
    }

    /** Those whom one of the conditions means. */
    record AnyOf(List<Caller> parts) implements Caller {
        public AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(SpiffeId caller) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).matches(caller)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return "(" + String.join(" or ", parts.stream().map(Caller::toString).toList()) + ")";
        }
    }
}
