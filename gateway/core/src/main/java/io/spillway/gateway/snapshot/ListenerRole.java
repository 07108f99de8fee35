package io.spillway.gateway.snapshot;

import java.util.Locale;
import java.util.Optional;

/** From whom a listener takes requests. Its route configuration has the role's name in lower case. */
public enum ListenerRole {
    /** From users. */
    ENTRANCE,
    /** From other IDCs' gateways; reaches {@code @local} clusters only. */
    CROSSING,
    /** From applications in this IDC. */
    LOCAL;

    private final String routeName = name().toLowerCase(Locale.ROOT);

    /** Returns the name of the listener and route configuration of this role, for example {@code entrance}. */
    public String routeName() {
        return routeName;
    }

    /** Returns the role whose {@link #routeName()} is the given one. */
    public static Optional<ListenerRole> ofRouteName(String name) {
        for (ListenerRole role : values()) {
            if (role.routeName.equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
