package io.spillway.drill.verb;

import java.nio.file.Path;

import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Topology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What demo and drill run have in common. */
final class DrillOptions {

    /** How the result is written to standard output. */
    enum Output {
        /** For people. */
        TABLE,
        /** report.json. */
        JSON
    }

    @Option(names = "--registry", paramLabel = "embedded|etcd", description = "the registry of every IDC (default: as the topology says)")
    private @Nullable RegistryChoice registry;
    @Option(names = "--rps", paramLabel = "N", description = "requests per second of all users together (default: as the drill says)")
    private double rps;
    @Option(names = "--report", paramLabel = "DIR", description = "folder for the report (default: ${DEFAULT-VALUE})")
    private Path report = Path.of("out", "report");
    @Option(names = "-o", paramLabel = "table|json", description = "what is written to standard output (default: table)")
    private Output output = Output.TABLE;
    @Option(names = "--run-dir", paramLabel = "DIR", description = "folder for the processes' files (default: out/fleet)")
    private Path runFolder = Path.of("");
    @Option(names = "--fleet", paramLabel = "DIR", description = "play on the fleet that spillway up keeps in this run folder (default: on one of its own)")
    private @Nullable Path fleet;

    /** Returns the run folder of the fleet to play on, null for one of its own. */
    @Nullable
    Path fleet() {
        return fleet;
    }

    @Option(names = "--netns", description = {
            "each IDC gets a network namespace of its own, so that the drill can lose, delay and",
            "narrow packets as the kernel does (needs root, ip, tc and iptables)"})
    private boolean netns;

    /** Returns whether IDCs are in network namespaces. */
    boolean netns() {
        return netns;
    }

    @Option(names = "--baseline", paramLabel = "REPORT", description = {
            "an earlier report of the drill, or a folder of such",
            "reports by drill: a clock that is slower ends with 1"})
    private @Nullable Path baseline;
    @Option(names = "--tolerance", paramLabel = "PERCENT", defaultValue = "20%", converter = Tolerance.Reader.class, description = "how much slower than the baseline a clock may be (default: ${DEFAULT-VALUE})")
    private Tolerance tolerance = new Tolerance(0);
    @Option(names = "--sign", paramLabel = "KEY.pem", description = "signs report.json with this Ed25519 key")
    private @Nullable Path key;

    /** Returns what was asked for, or what the topology has. */
    RegistryChoice registry(Topology topology) {
        RegistryChoice wanted = registry;
        return wanted == null ? topology.registry() : wanted;
    }

    double rps() {
        return rps;
    }

    Path report() {
        return report;
    }

    @Nullable
    Path baseline() {
        return baseline;
    }

    Tolerance tolerance() {
        return tolerance;
    }

    @Nullable
    Path key() {
        return key;
    }

    Output output() {
        return output;
    }

    Path runFolder() {
        return runFolder;
    }
}
