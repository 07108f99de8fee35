package io.spillway.control.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A control plane that can be started: what its table row is called and its command line. */
public record Peer(String name, List<String> command) {
    /** java-control-plane 1.0.49 with its SimpleCache. */
    public static final String JAVA_CONTROL_PLANE = "java-control-plane";
    /** go-control-plane 0.14.0 with a LinearCache for each type. */
    public static final String GO_LINEAR = "go-control-plane";
    /** go-control-plane 0.14.0 with its SnapshotCache. */
    public static final String GO_SNAPSHOT = "go-control-plane-snapshot";

    private static final String MAIN = "io.spillway.control.peers.server.JavaControlPlane";
    private static final String GO_PROGRAM = "go-control-plane";

    public Peer {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("peer " + name + ": the command is empty, expected a program");
        }
    }

    /**
     * Returns java-control-plane on the JDK that runs this.
     *
     * @param classPath this module's classes and all its optional dependencies
     * @param flags of the JVM, for instance the size of its heap
     */
    public static Peer javaControlPlane(String classPath, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Its logging costs time and, on somebody's class path, might go to stdout.
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, MAIN));
        return new Peer(JAVA_CONTROL_PLANE, command);
    }

    /** Returns go-control-plane with a LinearCache for each type; see {@link #goProgram} for the program. */
    public static Peer goLinear(Path program) {
        return new Peer(GO_LINEAR, List.of(program.toString(), "-cache", "linear"));
    }

    /** Returns go-control-plane with its SnapshotCache. */
    public static Peer goSnapshot(Path program) {
        return new Peer(GO_SNAPSHOT, List.of(program.toString(), "-cache", "snapshot"));
    }

    /**
     * Finds the program that {@code tools/provision go-control-plane} builds: in {@code $SPILLWAY_TOOLS_DIR/bin}, or in
     * {@code .tools/bin} of this folder or one above it.
     *
     * @throws PeerException when it is not there; the message says how to install it
     */
    public static Path goProgram(Path from) {
        List<Path> looked = new ArrayList<>();
        String tools = System.getenv("SPILLWAY_TOOLS_DIR");
        if (tools != null) {
            looked.add(Path.of(tools, "bin", GO_PROGRAM));
        }
        for (Path at = from.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            looked.add(at.resolve(".tools/bin").resolve(GO_PROGRAM));
        }
        return looked.stream().filter(Files::isExecutable).findFirst().orElseThrow(() -> new PeerException(
                GO_PROGRAM + " is not installed (looked for " + looked + "): run tools/provision " + GO_PROGRAM));
    }
}
