package io.spillway.control.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What somebody may do. A role of a higher line includes what {@link #includes} says, and nothing else. */
public enum Role {
    /** Sees everything and changes nothing. */
    VIEWER,
    /** Declares drills, begins and ends their runs, plays them. */
    DRILL,
    /** Runs services and moves traffic. */
    OPERATOR,
    /** Says yes to what another person wants to do; does nothing himself. */
    APPROVER,
    /** Changes what the IDCs are and whom they trust. */
    ADMIN,
    /** Everything but saying yes to others, for an hour, and everybody hears of it. Given by a certificate only. */
    BREAKGLASS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Returns the name as people write it. */
    public String word() {
        return word;
    }

    /** Returns whether who has this role may do what needs the other. */
    public boolean includes(Role needed) {
        return included().contains(needed);
    }

    private Set<Role> included() {
        return switch (this) {
            case VIEWER -> EnumSet.of(VIEWER);
            case DRILL -> EnumSet.of(VIEWER, DRILL);
            case OPERATOR -> EnumSet.of(VIEWER, DRILL, OPERATOR);
            case APPROVER -> EnumSet.of(VIEWER, APPROVER);
            case ADMIN -> EnumSet.of(VIEWER, DRILL, OPERATOR, APPROVER, ADMIN);
            case BREAKGLASS -> EnumSet.of(VIEWER, DRILL, OPERATOR, ADMIN, BREAKGLASS);
        };
    }

    @Override
    public String toString() {
        return word;
    }
}
