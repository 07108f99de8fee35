package io.spillway.control.snapshot;

import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** The types of served resources, in the order in which a client must get them (make before break). */
public enum ResourceType {
    CLUSTER("CDS", XdsNames.TYPE_CLUSTER), ENDPOINT("EDS", XdsNames.TYPE_ENDPOINT), LISTENER("LDS",
            XdsNames.TYPE_LISTENER), ROUTE("RDS", XdsNames.TYPE_ROUTE), RUNTIME("RTDS",
                    XdsNames.TYPE_RUNTIME), SERVICE_ENTRY("SERVICE_ENTRY",
                            XdsNames.TYPE_SERVICE_ENTRY), TRAFFIC_SHIFT("TRAFFIC_SHIFT",
                                    XdsNames.TYPE_TRAFFIC_SHIFT), SWITCH_OVER("SWITCH_OVER",
                                            XdsNames.TYPE_SWITCH_OVER), SWITCH_OVER_PROGRESS("SWITCH_OVER_PROGRESS",
                                                    XdsNames.TYPE_SWITCH_OVER_PROGRESS), AUDIT_HEAD("AUDIT_HEAD",
                                                            XdsNames.TYPE_AUDIT_HEAD);

    private final String shortName;
    private final String typeUrl;

    ResourceType(String shortName, String typeUrl) {
        this.shortName = shortName;
        this.typeUrl = typeUrl;
    }

    /** Returns the name in metrics and reports. */
    public String shortName() {
        return shortName;
    }

    /** Returns the xDS type URL. */
    public String typeUrl() {
        return typeUrl;
    }

    /** Returns whether an empty list of names in state-of-the-world xDS, or silence, means everything. */
    public boolean wildcardByDefault() {
        return this != ENDPOINT && this != ROUTE && this != RUNTIME;
    }

    /** Returns whether a state-of-the-world response must hold every subscribed resource. */
    public boolean wholeWorld() {
        return this == CLUSTER || this == LISTENER;
    }

    /**
     * Returns whether a client may have much of it piece by piece. Another IDC may not: it takes what the first answer does not
     * have for gone.
     */
    public boolean inPieces() {
        return !forOtherIdcs();
    }

    /** Returns whether only other IDCs have it, by their registry-sync. */
    public boolean forOtherIdcs() {
        return switch (this) {
            case SERVICE_ENTRY, TRAFFIC_SHIFT, SWITCH_OVER, SWITCH_OVER_PROGRESS, AUDIT_HEAD -> true;
            case CLUSTER, ENDPOINT, LISTENER, ROUTE, RUNTIME -> false;
        };
    }

    /** Returns the type with that URL, or null. */
    public static @Nullable ResourceType ofTypeUrl(String typeUrl) {
        for (ResourceType type : values()) {
            if (type.typeUrl.equals(typeUrl)) {
                return type;
            }
        }
        return null;
    }
}
