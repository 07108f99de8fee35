package io.spillway.drill.fleet;

import java.util.Locale;

/**
 * What a process of a fleet does, in the order in which a fleet starts. Each kind has machines of its own in a data centre,
 * with processors to spare; on one machine the fleet takes turns by these priorities instead. All give way to the program
 * that measures them, which must send in time; what decides waits least for what carries.
 */
public enum Role {
    /** Toxiproxy, when lines of the fleet are led through it. */
    PROXY(2),
    /** The registry of one IDC when it is a process of its own. */
    ETCD(2),
    /** The control plane. */
    CONTROL(2),
    /** Brings the other IDCs' services. */
    SYNC(2),
    /** One instance of a sample service. */
    SERVICE(5),
    /** The data plane. */
    GATEWAY(5),
    /** Mock data planes that a topology puts beside its gateways. */
    CLIENTS(7);

    private final int niceness;

    Role(int niceness) {
        this.niceness = niceness;
    }

    /** Returns how much more than this program such a process gives way: what {@code nice} adds, 1..19. */
    int niceness() {
        return niceness;
    }

    /** Returns the word for it in topologies and drill files, for example {@code gateway}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
