package io.spillway.drill.bench.push;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What every server holds: Services, and workloads that are spread over them evenly. A change gives the first endpoint of a
 * Service another port, never one that it has had before within a run.
 *
 * @param services how many, 1 or more
 * @param workloads how many, 1 or more; where they are fewer, the last Services have none
 */
public record Population(int services, int workloads) {
    public static final String IDC = "idc-a";
    public static final String CLUSTER = "idc-a-primary";
    public static final String GROUP = "default";
    public static final int WEIGHT = 100;

    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 50_000;
    private static final int HOSTS = 200;

    public Population {
        if (services < 1 || workloads < 1) {
            throw new IllegalArgumentException(
                    "services: " + services + ", workloads: " + workloads + " (expected: 1 or more of both)");
        }
    }

    /** Returns how many endpoints a Service has. */
    public int endpoints(int service) {
        return workloads / services + (service < workloads % services ? 1 : 0);
    }

    /** Returns how many Services have an endpoint that can change; they are the first ones. */
    public int changeable() {
        return Math.min(services, workloads);
    }

    /** Returns the name of a Service. */
    public String service(int number) {
        return String.format(Locale.ROOT, "s%05d", number);
    }

    /** Returns the name of its XdsCluster and of the endpoints of that. */
    public String resource(int service) {
        return service(service) + "/" + GROUP;
    }

    /** Returns the name of one endpoint. */
    public String workload(int service, int endpoint) {
        return service(service) + "-" + endpoint;
    }

    /** Returns the address of an endpoint; no two of a Service have the same. */
    public String address(int endpoint) {
        return "10.20." + (30 + endpoint / HOSTS) + "." + (40 + endpoint % HOSTS);
    }

    /** Returns the port after so many changes. */
    public int port(int changes) {
        return FIRST_PORT + changes % PORTS;
    }

    /** Returns the names of the resources of all Services from that one on. */
    public List<String> resources(int from) {
        return IntStream.range(from, services).mapToObj(this::resource).toList();
    }
}
