package io.spillway.model.resource;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One failure domain.
 *
 * @param region null when nothing is said
 * @param center the virtual centre it is part of, null when none
 * @param control addresses of its control planes, "host:port"
 * @param gateways addresses of its gateways' crossing listeners, "host:port"
 * @param capacity requests per second that it can serve, 0 when nothing is said
 * @param crossing how the link to it is secured
 * @param entrance what its gateways do with requests of users before they are routed
 */
public record IdcSpec(@Nullable String region, @Nullable String center, List<String> control, List<String> gateways,
        long capacity, CrossingSpec crossing, EntranceSpec entrance) implements Spec {

    /** An IDC whose entrance does what is usual. */
    public IdcSpec(@Nullable String region, @Nullable String center, List<String> control, List<String> gateways,
            long capacity, CrossingSpec crossing) {
        this(region, center, control, gateways, capacity, crossing, EntranceSpec.DEFAULT);
    }

    /** An IDC to which mutual TLS leads. */
    public IdcSpec(@Nullable String region, @Nullable String center, List<String> control, List<String> gateways,
            long capacity) {
        this(region, center, control, gateways, capacity, CrossingSpec.DEFAULT);
    }

    public IdcSpec {
        control = List.copyOf(control);
        gateways = List.copyOf(gateways);
    }

    @Override
    public Kind kind() {
        return Kind.IDC;
    }
}
