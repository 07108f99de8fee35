package io.spillway.drill.bench.index;

/**
 * How much a control node holds.
 *
 * @param services at least 1
 * @param workloads at least 1; they are spread over the services evenly
 */
public record Size(int services, int workloads) {

    public Size {
        if (services < 1 || workloads < 1) {
            throw new IllegalArgumentException(
                    "services " + services + ", workloads " + workloads + " (expected: at least 1 of each)");
        }
    }

    Size times(int factor) {
        return new Size(Math.multiplyExact(services, factor), Math.multiplyExact(workloads, factor));
    }

    /** Returns the case's name in reports. */
    public String word() {
        return services + "-services-" + workloads + "-workloads";
    }
}
