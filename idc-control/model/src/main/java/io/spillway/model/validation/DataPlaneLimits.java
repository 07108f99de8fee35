package io.spillway.model.validation;

import java.net.InetAddress;
import java.util.List;

import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ValueMatch;
import io.spillway.model.resource.WorkloadEntrySpec;

/**
 * What a data plane would refuse. It is refused here first: a route configuration is one xDS resource, so one Route in it
 * that is Nacked would keep every other change of routes from being served.
 */
final class DataPlaneLimits {

    private static final String ADDRESS = "an IP address that can be connected to, since data planes look up no names";

    private DataPlaneLimits() {}

    static void check(WorkloadEntrySpec entry, Findings findings) {
        if (entry.address().startsWith("unix:")) {
            findings.add("/spec/address", "\"" + entry.address() + "\"",
                    "an IP address: gateways of this version do not connect to unix sockets");
        } else if (!connectable(entry.address())) {
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

    static void check(RouteSpec route, Findings findings) {
        for (int i = 0; i < route.matches().size(); i++) {
            check(route, route.matches().get(i), "/spec/matches/" + i, findings);
        }
    }

    private static void check(RouteSpec route, RouteMatch match, String pointer, Findings findings) {
        switch (match.path()) {
            case PathMatch.Template(String template) -> {
                if (route.rewrite() != null && route.rewrite().prefix() != null) {
                    findings.add(pointer + "/path/template", "\"" + template + "\"",
                            "an exact path or a prefix, because rewrite.prefix replaces what was matched");
                }
            }
            case PathMatch.Prefix(String prefix) -> {
                if (prefix.endsWith("//")) {
                    findings.add(pointer + "/path/prefix", "\"" + prefix + "\"", "a prefix that ends in at most one /");
                }
            }
            case PathMatch.Exact(String exact) -> {
                // Any path can be matched exactly.
            }
        }
        List<ValueMatch> headers = match.headers();
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().startsWith(":")) {
                findings.add(pointer + "/headers/" + i + "/name", "\"" + headers.get(i).name() + "\"",
                        "the name of a header; for the method use method, for the host hosts");
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
