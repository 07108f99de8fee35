package io.spillway.drill.fleet;

import java.util.Locale;

/** What a process of a fleet does, in the order in which a fleet starts. */
public enum Role {
    /** The registry of one IDC when it is a process of its own. */
    ETCD,
    /** The control plane. */
    CONTROL,
    /** Brings the other IDCs' services. */
    SYNC,
    /** One instance of a sample service. */
    SERVICE,
    /** The data plane. */
    GATEWAY;

    /** Returns the word for it in topologies and drill files, for example {@code gateway}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
