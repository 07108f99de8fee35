package io.spillway.model.validation;

import java.net.InetAddress;

import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.WorkloadEntrySpec;

/** What a data plane could not connect to: it is refused before it is written. */
final class DataPlaneLimits {

    private static final String ADDRESS = "an IP address that can be connected to, since data planes look up no names";

    private DataPlaneLimits() {}

    static void check(WorkloadEntrySpec entry, Findings findings) {
        if (!entry.address().startsWith("unix:/") && !connectable(entry.address())) {
            findings.add("/spec/address", "\"" + entry.address() + "\"", ADDRESS);
        }
    }

    static void check(IdcSpec idc, Findings findings) {
        for (int i = 0; i < idc.gateways().size(); i++) {
            Addresses.Address address = Addresses.parse(idc.gateways().get(i));
            if (address == null || !connectable(address.host())) {
                findings.add("/spec/gateways/" + i, "\"" + idc.gateways().get(i) + "\"", ADDRESS);
            }
        }
    }

    /** Returns whether the text is an address of one host, as IPv4 in four parts or IPv6. Asks no name service. */
    private static boolean connectable(String text) {
        if (text.indexOf(':') < 0 && !text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return !address.isAnyLocalAddress() && !address.isMulticastAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
