package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.control.peers.Peer;
import io.spillway.control.peers.PeerException;
import io.spillway.drill.bench.push.Population;
import io.spillway.drill.bench.push.PushServer;
import io.spillway.drill.fleet.Home;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.model.time.Ticker;

/**
 * Starts control planes by name. The Java ones run with the same collector.
 *
 * @param home the installation
 * @param folder for their files and logs
 * @param heapMib the largest heap of ours; a peer in Java gets {@code peerHeapMib}
 * @param javaClassPath of java-control-plane; empty where it is not installed
 */
public record Servers(Home home, Path folder, int heapMib, int peerHeapMib, String javaClassPath, Ticker ticker) {
    /** System property: the class path of java-control-plane. */
    public static final String JAVA_CLASSPATH = "spillway.bench.javaControlPlane";

    /** Returns the names of all, ours first; the last one only runs when it is asked for. */
    public static List<String> names() {
        return List.of(SpillwayServer.NAME, Peer.JAVA_CONTROL_PLANE, Peer.GO_LINEAR, Peer.GO_SNAPSHOT);
    }

    /** Returns those that are compared unless somebody chooses. */
    public static List<String> usual() {
        return List.of(SpillwayServer.NAME, Peer.JAVA_CONTROL_PLANE, Peer.GO_LINEAR);
    }

    /**
     * Fails when a system is unknown or not installed, and says how to install it.
     *
     * @throws BenchFailure with that
     */
    public void require(String name) {
        if (!name.equals(SpillwayServer.NAME)) {
            var _ = peer(name);
        }
    }

    /** Starts one with everything that it is to hold; {@code run} tells its folder from those of others. */
    public PushServer start(String name, Population population, String run) {
        if (!name.equals(SpillwayServer.NAME)) {
            return PeerServer.start(peer(name), population);
        }
        Path seeded = seeded(population);
        Path own = folder.resolve(run);
        SpillwayFiles.copyData(seeded, own);
        return SpillwayServer.start(home, own, heapMib, population, ticker);
    }

    /**
     * Returns the folder of a node that has taken all documents and has ended. Those that are measured start from a copy of
     * its registry, as a node does on any day but its first, with no garbage of 15,000 writes in their heaps.
     */
    private Path seeded(Population population) {
        Path seeded = folder.resolve("seeded-" + population.services() + "-" + population.workloads());
        if (!Files.isDirectory(seeded)) {
            try {
                Path seeding = Files.createTempDirectory(folder, "seeding-");
                SpillwayFiles.writeDocuments(seeding, population);
                SpillwayServer.start(home, seeding, heapMib, population, ticker).close();
                Files.move(seeding, seeded);
            } catch (IOException e) {
                throw new UncheckedIOException(folder + " cannot be written", e);
            }
        }
        return seeded;
    }

    private Peer peer(String name) {
        try {
            return switch (name) {
                case Peer.JAVA_CONTROL_PLANE -> Peer.javaControlPlane(installed(),
                        Stream.concat(Stream.of("-XX:+UseSerialGC", "-XX:-UsePerfData"),
                                NodeFlags.of(peerHeapMib).stream()).toList());
                case Peer.GO_LINEAR -> Peer.goLinear(Peer.goProgram(home.root()));
                case Peer.GO_SNAPSHOT -> Peer.goSnapshot(Peer.goProgram(home.root()));
                default -> throw new BenchFailure(
                        "--systems: '" + name + "' is unknown (expected: some of " + names() + ")");
            };
        } catch (PeerException e) {
            throw new BenchFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private String installed() {
        if (javaClassPath.isEmpty()) {
            throw new BenchFailure(Peer.JAVA_CONTROL_PLANE + " is not installed: the distribution does not hold it; run"
                    + " ./spillway bench from the source tree, which builds idc-control/peers");
        }
        return javaClassPath;
    }
}
