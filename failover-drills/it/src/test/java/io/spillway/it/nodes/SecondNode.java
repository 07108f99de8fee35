package io.spillway.it.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Api;
import io.spillway.it.harness.RunningFleet;
import io.spillway.model.identity.SpiffeId;

import static org.assertj.core.api.Assertions.assertThat;

/** Another control node of idc-a of a fleet, on the same etcd, as a process that can be killed and started again. */
final class SecondNode implements AutoCloseable {

    private static final List<String> JVM = List.of("-Xms48m", "-Xmx192m", "-XX:TieredStopAtLevel=1");

    private final Path folder;
    private final String name;
    private final String config;
    private final String first;
    private Process process;

    /** {@code access} are further lines of its file; not empty: its API takes TLS and certificates. */
    private SecondNode(Path folder, String name, String first, IdentityFiles identity, String access)
            throws IOException {
        this.name = name;
        this.folder = folder;
        this.first = first;
        List<String> lines = new ArrayList<>();
        for (String line : first.split("\n", -1)) {
            lines.add(switch (line.replaceAll(":.*", "")) {
                case "  certificate" -> "  certificate: " + identity.certificate();
                case "  key" -> "  key: " + identity.key();
                case "node" -> "node: " + name;
                case "dataDir" -> "dataDir: " + folder.resolve("data");
                case "api" -> access.isEmpty()
                        ? "api: 127.0.0.1:" + freePort()
                        : "api: {tls: true, address: 127.0.0.1:" + freePort() + "}";
                case "admin", "ads" -> line.replaceAll(":.*", "") + ": 127.0.0.1:" + freePort();
                default -> line;
            });
        }
        this.config = String.join("\n", lines) + access;
        Files.writeString(folder.resolve("idc-control.yaml"), config);
        this.process = launch();
    }

    static SecondNode start(RunningFleet fleet, Path folder) throws IOException {
        return start(fleet, folder, "");
    }

    /** Starts one whose API takes TLS and certificates, and others by these lines of its file. */
    static SecondNode start(RunningFleet fleet, Path folder, String access) throws IOException {
        return start(fleet, folder, "control-2", access);
    }

    /** Starts one of another name, in a folder of its own. */
    static SecondNode start(RunningFleet fleet, Path folder, String name, String access) throws IOException {
        Path config = fleet.data("idc-a", "control-1").resolve("../../idc-control.yaml");
        Instant now = Instant.now();
        IdentityFiles identity = IdentityFiles.make(
                DevelopmentAuthority.in(fleet.authority(), now, new SecureRandom()), fleet.authority(),
                new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, "idc-a", SpiffeId.Role.CONTROL, name), now);
        return new SecondNode(folder, name, Files.readString(config), identity, access);
    }

    /** Returns where clients of the first node and of this one connect, in this order. */
    List<InetSocketAddress> addresses() {
        return List.of(ads(first), ads(config));
    }

    Api api() {
        return new Api(value(config, "api"));
    }

    /** Returns where its API listens by TLS. */
    String https() {
        return "https://" + config.replaceAll("(?s).*api: \\{tls: true, address: ([0-9.:]+)}.*", "$1");
    }

    /** Returns what it has written to its log. */
    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** kill -9, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as(name + " is gone").isTrue();
    }

    void startAgain() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        Tool.kill(process);
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.spillway.control.Main", "--config",
                folder.resolve("idc-control.yaml").toString()));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile())).start();
    }

    private static InetSocketAddress ads(String config) {
        String[] parts = value(config, "ads").split(":", -1);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[1]));
    }

    private static String value(String config, String key) {
        Matcher found = Pattern.compile("(?m)^" + key + ": (\\S+)$").matcher(config);
        assertThat(found.find()).as("%s in %s", key, config).isTrue();
        return found.group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
