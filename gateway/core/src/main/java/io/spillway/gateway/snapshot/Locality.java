package io.spillway.gateway.snapshot;

import static java.util.Objects.requireNonNull;

/**
 * Where endpoints are.
 *
 * @param region the region, may be empty
 * @param idc the failure domain (xDS: zone)
 * @param cluster the deployment cluster inside the IDC (xDS: sub-zone), may be empty
 */
public record Locality(String region, String idc, String cluster) {
    public Locality {
        requireNonNull(region, "region");
        requireNonNull(idc, "idc");
        requireNonNull(cluster, "cluster");
    }

    @Override
    public String toString() {
        return cluster.isEmpty() ? idc : idc + "/" + cluster;
    }
}
