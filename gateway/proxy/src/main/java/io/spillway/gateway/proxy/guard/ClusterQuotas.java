package io.spillway.gateway.proxy.guard;

import io.spillway.gateway.limit.Quota;

/** What is in use of one cluster over all event loops, for each of the two priorities. Safe for all threads. */
final class ClusterQuotas {
    final Quotas normal;
    final Quotas critical;
    /** How many event loops have a guard of the cluster; changed under the lock of the map's entry. */
    int users;

    ClusterQuotas(int loops) {
        normal = new Quotas(loops);
        critical = new Quotas(loops);
    }

    /** The four bounds of one priority. */
    static final class Quotas {
        final Quota connections;
        final Quota pending;
        final Quota requests;
        final Quota retries;

        Quotas(int loops) {
            connections = new Quota(loops);
            pending = new Quota(loops);
            requests = new Quota(loops);
            retries = new Quota(loops);
        }
    }
}
