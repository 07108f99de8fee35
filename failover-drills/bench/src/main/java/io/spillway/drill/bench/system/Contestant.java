package io.spillway.drill.bench.system;

import java.nio.file.Path;
import java.util.List;

import io.spillway.drill.bench.net.Namespaces;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.Home;

/** A system that is put to the test: its gateways in both IDCs, and what they need. */
public sealed interface Contestant permits Spillway, Peer {
    /** The port at which the service's instances listen. */
    int INSTANCE_PORT = 8080;
    /** The port at which every gateway takes requests, of users and of other IDCs. */
    int GATEWAY_PORT = 8000;
    /** The Host that users ask for. */
    String HOST = "orders.example";

    /** Returns the name in the table. */
    String name();

    /** Returns what is missing on this machine and how to get it, empty when nothing is. */
    String missing();

    /** Writes its configuration into the folder and returns its processes. */
    List<ComponentPlan> plans(Surroundings surroundings);

    /**
     * What a system takes from the bench.
     *
     * @param home the installation
     * @param folder for configuration, data and logs
     * @param namespaces where processes run
     */
    record Surroundings(Home home, Path folder, Namespaces namespaces) {}

    /** Returns all of them, ours first. */
    static List<Contestant> all() {
        return List.of(new Spillway(), Peer.ENVOY, Peer.HAPROXY);
    }
}
