package io.spillway.gateway.xds.demand;

/**
 * Asks the control plane for clusters that no request wanted before. Safe for all threads; nothing here waits. What was asked
 * for comes with one of the next snapshots, together with its endpoints.
 */
public interface OnDemand {

    /** Asks for a cluster; costs a look-up when somebody has asked already. The control plane is asked once, whoever asks. */
    void ask(String cluster);

    /** Returns whether the control plane, asked for the cluster, has said that there is none. */
    boolean absent(String cluster);

    /**
     * Returns a new count of one thread's requests of a cluster. While it counts one, and for a set time after the last, the
     * cluster's service is not forgotten.
     */
    Use use(String cluster);

    /** Returns how many groups of services are subscribed now. */
    int subscribed();
}
