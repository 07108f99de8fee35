package io.spillway.model.resource;

import java.util.List;

/**
 * A remote IDC's Service as imported here.
 *
 * @param idc the origin
 * @param version by which an older record loses
 * @param gateways of the origin, through which the Service is reached
 * @param groups what stands behind them
 */
public record ServiceEntrySpec(String idc, String service, OriginVersion version, List<GatewayAddress> gateways,
        List<GroupCapacity> groups) implements Spec {

    public ServiceEntrySpec {
        gateways = List.copyOf(gateways);
        groups = List.copyOf(groups);
    }

    /** Returns the name that the resource has: "service.idc", unique over origins. */
    public String resourceName() {
        return service + "." + idc;
    }

    @Override
    public Kind kind() {
        return Kind.SERVICE_ENTRY;
    }
}
