package io.spillway.drill.fleet;

import java.util.Locale;

/** What lies between processes and can be led through Toxiproxy, so that a drill can break it. */
public enum Line {
    /** From the gateways of all other IDCs to those of an IDC. */
    CROSSING,
    /** From registry-sync and the control plane of an IDC to the control plane of another. */
    SYNC,
    /** From the gateways of an IDC to its own control plane. */
    CONTROL,
    /** From the control plane of an IDC to its etcd. */
    ETCD,
    /** From users to the gateways of an IDC. */
    ENTRANCE;

    /** Returns the word for it in topologies and drill files, for example {@code crossing}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
