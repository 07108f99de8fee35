package io.spillway.drill.bench.verb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.spillway.drill.bench.run.CaseRun;
import io.spillway.drill.bench.run.FaultCase;
import io.spillway.drill.bench.system.Contestant;
import picocli.CommandLine.Option;

/** What can be chosen. Filled by the command line. */
final class FailoverOptions {
    /** How results are printed. */
    enum Format {
        TABLE, JSON
    }

    @Option(names = "--systems", split = ",", paramLabel = "NAME", description = "spillway, envoy, haproxy (default: all)")
    private List<String> systems = List.of();
    @Option(names = "--cases", split = ",", paramLabel = "CASE", description = "which faults (default: all); --list names them")
    private List<String> cases = List.of();
    @Option(names = "--list", description = "list the faults and end")
    private boolean list;
    @Option(names = "--repeat", paramLabel = "N", defaultValue = "3", description = "how often each fault is played (default: 3)")
    private int repeat;
    @Option(names = "--peer-repeat", paramLabel = "N", description = "how often with Envoy and HAProxy (default: as --repeat)")
    private int peerRepeat;
    @Option(names = "--seconds", paramLabel = "S", defaultValue = "8", description = "how long each fault is watched (default: 8)")
    private int seconds;
    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "3", description = "load before each fault, at least (default: 3)")
    private int warmUp;
    @Option(names = "--rps", paramLabel = "N", defaultValue = "1000", description = "requests a second (default: 1000)")
    private int rps;
    @Option(names = "--connections", paramLabel = "N", defaultValue = "64", description = "of the client (default: 64)")
    private int connections;
    @Option(names = {"-o",
            "--output"}, paramLabel = "table|json", defaultValue = "TABLE", description = "how results are printed (default: table)")
    private Format output;
    @Option(names = "--run-dir", paramLabel = "DIR", description = "keep configurations and logs here (default: a folder that is removed)")
    private Path folder = Path.of("");
    @Option(names = "--hold", hidden = true, description = "break nothing before this file is there")
    private Path hold = Path.of("");
    @Option(names = "--inside", hidden = true)
    private String inside = "";

    FailoverOptions() {
        output = Format.TABLE;
    }

    boolean list() {
        return list;
    }

    boolean json() {
        return output == Format.JSON;
    }

    String inside() {
        return inside;
    }

    Path folder() {
        return folder;
    }

    /** Returns how often a fault is played with a system; ours comes first in {@link Contestant#all}. */
    int repeat(Contestant contestant) {
        boolean ours = contestant.name().equals(Contestant.all().getFirst().name());
        return ours || peerRepeat == 0 ? repeat : peerRepeat;
    }

    /** Returns the file without which nothing is broken; empty when there is nothing to wait for. */
    Path hold() {
        return hold;
    }

    CaseRun.Load load() {
        return new CaseRun.Load(rps, connections, Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp));
    }

    /** Returns the chosen systems; throws with what is wrong and what was expected. */
    List<Contestant> contestants() {
        List<String> known = Contestant.all().stream().map(Contestant::name).toList();
        check("--systems", systems, known);
        return Contestant.all().stream().filter(one -> systems.isEmpty() || systems.contains(one.name())).toList();
    }

    /** Returns the chosen faults; throws with what is wrong and what was expected. */
    List<FaultCase> faults() {
        check("--cases", cases, Arrays.stream(FaultCase.values()).map(FaultCase::word).toList());
        return Arrays.stream(FaultCase.values()).filter(one -> cases.isEmpty() || cases.contains(one.word())).toList();
    }

    void checkNumbers() {
        atLeastOne("--repeat", repeat);
        if (peerRepeat < 0) {
            throw new IllegalArgumentException("--peer-repeat: " + peerRepeat + " (expected: 1 or more)");
        }
        atLeastOne("--seconds", seconds);
        atLeastOne("--warm-up", warmUp);
        atLeastOne("--rps", rps);
        atLeastOne("--connections", connections);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }

    private static void check(String name, List<String> given, List<String> known) {
        for (String one : given) {
            if (!known.contains(one)) {
                throw new IllegalArgumentException(
                        name + ": '" + one + "' (expected: some of " + String.join(", ", known) + ")");
            }
        }
    }
}
