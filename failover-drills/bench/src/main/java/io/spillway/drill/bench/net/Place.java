package io.spillway.drill.bench.net;

import java.util.Locale;

/** A machine of the bench: a network namespace with one address. */
public enum Place {
    /** Where requests come from. */
    CLIENT("", 10),
    /** The gateway of IDC A. */
    GATEWAY_A("idc-a", 11),
    /** The control plane of IDC A. */
    CONTROL_A("idc-a", 12),
    /** The first instance in IDC A. */
    A1("idc-a", 21),
    /** The second instance in IDC A. */
    A2("idc-a", 22),
    /** The first gateway of IDC B. */
    GATEWAY_B1("idc-b", 31),
    /** The second gateway of IDC B. */
    GATEWAY_B2("idc-b", 32),
    /** The control plane of IDC B. */
    CONTROL_B("idc-b", 33),
    /** The first instance in IDC B. */
    B1("idc-b", 41),
    /** The second instance in IDC B. */
    B2("idc-b", 42);

    private static final String NET = "10.200.0.";

    private final String idc;
    private final int last;

    Place(String idc, int last) {
        this.idc = idc;
        this.last = last;
    }

    /** Returns the IDC that the machine is in, empty for the client. */
    public String idc() {
        return idc;
    }

    /** Returns the IP address, which exists in the bench's own namespaces only. */
    public String address() {
        return NET + last;
    }

    /** Returns the name, as in {@code gateway-a}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String port() {
        return "port" + last;
    }
}
