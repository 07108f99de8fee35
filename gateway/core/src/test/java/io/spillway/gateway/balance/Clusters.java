package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.XdsCluster;

/** Clusters made by hand. */
public final class Clusters {
    private Clusters() {}

    public static XdsCluster cluster(String name, PriorityLevel... levels) {
        return new XdsCluster(name, "orders", "default", List.of(levels), ClusterPolicy.DEFAULT);
    }

    public static PriorityLevel level(int priority, String idc, Endpoint... endpoints) {
        return new PriorityLevel(priority,
                List.of(new LocalityEndpoints(new Locality("", idc, "primary"), 0, Arrays.asList(endpoints))));
    }

    /** Returns workloads at 10.0.0.1, 10.0.0.2, ... */
    public static Endpoint[] workloads(String idc, int count, Health health) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            endpoints.add(Endpoint.workload("10.0.0." + i, 8080, idc).withHealth(health));
        }
        return endpoints.toArray(Endpoint[]::new);
    }

    /** Returns the weights of endpoints, as a balancer by hash wants them. */
    static double[] shares(Endpoint... endpoints) {
        return Arrays.stream(endpoints).mapToDouble(one -> Math.max(1, one.weight())).toArray();
    }

    /** Returns gateways at 10.9.0.1, 10.9.0.2, ... */
    public static Endpoint[] gateways(String idc, int count, Health health) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            endpoints.add(Endpoint.gateway("10.9.0." + i, 17002, idc).withHealth(health));
        }
        return endpoints.toArray(Endpoint[]::new);
    }
}
