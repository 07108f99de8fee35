package io.spillway.drill.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How programs are started.
 *
 * @param home
 *            the installation
 * @param jvm
 *            flags of the topology by role
 */
public record Commands(Home home, Map<Role, List<String>> jvm) {

    /** Copies the map. */
    public Commands {
        jvm = Map.copyOf(jvm);
    }

    /** Returns the command line of a Java program with the class path of a launch. */
    public List<String> java(Role role, String launch, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvm.getOrDefault(role, List.of()));
        command.add("-Dspillway.home=" + home.root());
        command.addAll(List.of("-cp", home.classPath(launch), main));
        command.addAll(arguments);
        return command;
    }

    /** Returns the command line of a small Java program that is to start quickly. */
    public List<String> small(String launch, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xmx24m", "-cp", home.classPath(launch),
                        main));
        command.addAll(arguments);
        return command;
    }

    /** Returns the command line of a one-node etcd. */
    public List<String> etcd(String name, Path data, String client, String peer) {
        return List.of(program("etcd", "etcd, or use --registry embedded").toString(), "--name", name, "--data-dir",
                data.toString(), "--listen-client-urls",
                "http://" + client, "--advertise-client-urls", "http://" + client, "--listen-peer-urls",
                "http://" + peer, "--initial-advertise-peer-urls", "http://" + peer, "--initial-cluster",
                name + "=http://" + peer, "--log-level", "warn");
    }

    /** Returns the command line of a Toxiproxy that is told what to do at an address. */
    public List<String> toxiproxy(String host, int port, Path configuration) {
        return List.of(program("toxiproxy-server", "toxiproxy").toString(), "-host", host, "-port",
                Integer.toString(port), "-config", configuration.toString());
    }

    /** Returns a program of tools/provision or of the path. */
    private Path program(String name, String provision) {
        Stream<Path> folders = Stream.of(
                Stream.ofNullable(System.getenv("SPILLWAY_TOOLS_DIR")).map(dir -> Path.of(dir, "bin")),
                Stream.iterate(home.root(), java.util.Objects::nonNull, Path::getParent)
                        .map(dir -> dir.resolve(".tools/bin")),
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).filter(dir -> !dir.isBlank())
                        .map(Path::of))
                .flatMap(stream -> stream);
        return folders.map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new FleetException(
                        name + " is not installed (looked for .tools/bin/" + name + " above " + home.root()
                                + " and on the PATH): run tools/provision " + provision));
    }
}
