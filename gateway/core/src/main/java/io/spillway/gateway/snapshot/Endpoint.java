package io.spillway.gateway.snapshot;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * One address that an attempt can go to: a workload of this IDC or another IDC's crossing gateway. A class and not a record,
 * because {@link #address()} is a key on the hot path and is made once.
 */
public final class Endpoint {
    /** How the host of a Unix domain socket starts; its path, with the slash, follows. */
    public static final String UNIX = "unix:";

    /** What answers at the address. */
    public enum Role {
        /** The service itself. */
        WORKLOAD,
        /** A gateway of another IDC, which must be told the cluster. */
        GATEWAY
    }

    private final String host;
    private final int port;
    private final String idc;
    private final Role role;
    private final int weight;
    private final Health health;
    private final String id;
    private final String address;
    private final Transport transport;
    private final String connectionKey;
    private final Map<String, String> labels;
    private final int hash;

    /**
     * Creates an endpoint that is reached in the clear.
     *
     * @param host an IP address literal or a name, not in brackets; or {@code unix:/path}
     * @param port 1..65535; 0 for a path
     * @param idc the IDC that the endpoint is in
     * @param role what answers there
     * @param weight its share relative to its neighbours, 0 or more; 0 takes nothing while a neighbour has more
     * @param health what the control plane says of it
     * @param id the name of the instance, for logs; may be empty
     */
    public Endpoint(String host, int port, String idc, Role role, int weight, Health health, String id) {
        this(host, port, idc, role, weight, health, id, Transport.PLAIN, Map.of());
    }

    private Endpoint(String host, int port, String idc, Role role, int weight, Health health, String id,
            Transport transport, Map<String, String> labels) {
        boolean unix = host.startsWith(UNIX + "/");
        if (unix ? port != 0 : port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "port of " + host + ": " + port + " (expected: " + (unix ? "0" : "1..65535") + ")");
        }
        if (weight < 0) {
            throw new IllegalArgumentException("weight of " + host + ":" + port + ": " + weight + " (expected: >= 0)");
        }
        this.host = requireNonNull(host, "host");
        this.port = port;
        this.idc = requireNonNull(idc, "idc");
        this.role = requireNonNull(role, "role");
        this.weight = weight;
        this.health = requireNonNull(health, "health");
        this.id = requireNonNull(id, "id");
        this.address = unix ? host : (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        this.transport = requireNonNull(transport, "transport");
        this.connectionKey = transport instanceof Transport.Plain ? address : address + ' ' + transport;
        this.labels = Map.copyOf(labels);
        this.hash = address.hashCode();
    }

    /** Returns a healthy workload of weight 1 whose id is its address. */
    public static Endpoint workload(String host, int port, String idc) {
        return new Endpoint(host, port, idc, Role.WORKLOAD, 1, Health.HEALTHY, host + ":" + port);
    }

    /** Returns a healthy workload of weight 1 at a Unix domain socket of this machine. */
    public static Endpoint unix(String path, String idc) {
        return new Endpoint(UNIX + path, 0, idc, Role.WORKLOAD, 1, Health.HEALTHY, UNIX + path);
    }

    /** Returns a healthy gateway of weight 1 whose id is its address. */
    public static Endpoint gateway(String host, int port, String idc) {
        return new Endpoint(host, port, idc, Role.GATEWAY, 1, Health.HEALTHY, host + ":" + port);
    }

    /** Returns this endpoint with another health. */
    public Endpoint withHealth(Health other) {
        return new Endpoint(host, port, idc, role, weight, other, id, transport, labels);
    }

    /** Returns this endpoint with another weight. */
    public Endpoint withWeight(int other) {
        return new Endpoint(host, port, idc, role, other, health, id, transport, labels);
    }

    /** Returns this endpoint reached in another way. */
    public Endpoint withTransport(Transport other) {
        return new Endpoint(host, port, idc, role, weight, health, id, other, labels);
    }

    /** Returns this endpoint with other labels. */
    public Endpoint withLabels(Map<String, String> others) {
        return new Endpoint(host, port, idc, role, weight, health, id, transport, others);
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public String idc() {
        return idc;
    }

    public Role role() {
        return role;
    }

    public int weight() {
        return weight;
    }

    public Health health() {
        return health;
    }

    public String id() {
        return id;
    }

    /** Returns what the instance is labelled with, to be chosen by; may be empty. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Returns the path of the Unix domain socket that the endpoint is, or null when it has a port. */
    public @Nullable String path() {
        return port == 0 ? host.substring(UNIX.length()) : null;
    }

    /**
     * Returns {@code host:port}, the host in brackets when it is an IPv6 literal, or {@code unix:/path}; the same string
     * every time.
     */
    public String address() {
        return address;
    }

    /** Returns how octets travel to it. */
    public Transport transport() {
        return transport;
    }

    /**
     * Returns what connections are kept under: those of two endpoints with different keys are never shared, even at one
     * address. The same string every time.
     */
    public String connectionKey() {
        return connectionKey;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || (o instanceof Endpoint other && hash == other.hash && address.equals(other.address)
                && health == other.health && weight == other.weight && role == other.role && idc.equals(other.idc)
                && id.equals(other.id) && transport.equals(other.transport) && labels.equals(other.labels));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return address + "(" + idc + " " + role + " " + health + " w" + weight + ")";
    }
}
