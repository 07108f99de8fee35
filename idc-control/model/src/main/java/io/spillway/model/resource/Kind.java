package io.spillway.model.resource;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The kinds of resources, with the names that users see. */
public enum Kind {
    IDC("Idc", "idcs"), CLUSTER("Cluster", "clusters"), SERVICE("Service", "services"), WORKLOAD_ENTRY("WorkloadEntry",
            "workloads"), DR_GROUP("DrGroup", "drgroups"), ROUTE("Route", "routes"), TRAFFIC_SHIFT("TrafficShift",
                    "shifts"), SWITCH_OVER("SwitchOver",
                            "switchovers"), DRILL("Drill", "drills"), SERVICE_ENTRY("ServiceEntry", "imports");

    private final String kindName;
    private final String plural;

    Kind(String kindName, String plural) {
        this.kindName = kindName;
        this.plural = plural;
    }

    /** Returns the name in documents, as in {@code kind: WorkloadEntry}. */
    public String kindName() {
        return kindName;
    }

    /** Returns the name in addresses, keys and on the command line, as in {@code /v1/workloads}. */
    public String plural() {
        return plural;
    }

    /** Returns whether only the system writes resources of this kind. */
    public boolean readOnly() {
        return this == SERVICE_ENTRY;
    }

    /** Returns the kind whose name in documents this is (exactly), or null. */
    public static @Nullable Kind ofKindName(String name) {
        for (Kind kind : values()) {
            if (kind.kindName.equals(name)) {
                return kind;
            }
        }
        return null;
    }

    /** Returns the kind whose plural this is (exactly), or null. */
    public static @Nullable Kind ofPlural(String plural) {
        for (Kind kind : values()) {
            if (kind.plural.equals(plural)) {
                return kind;
            }
        }
        return null;
    }

    /** Returns the kind that a person means: plural, singular or name in documents, in any case; or null. */
    public static @Nullable Kind ofWord(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (Kind kind : values()) {
            if (lower.equals(kind.plural) || lower.concat("s").equals(kind.plural)
                    || lower.equals(kind.kindName.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        return null;
    }
}
