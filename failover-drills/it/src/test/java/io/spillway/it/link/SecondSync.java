package io.spillway.it.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.devca.DevelopmentAuthority;
import io.spillway.devca.IdentityFiles;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.RunningFleet;
import io.spillway.model.identity.SpiffeId;

/** Another registry-sync of idc-a of a fleet, as a process of its own. */
final class SecondSync implements AutoCloseable {

    static final String NAME = "sync-2";

    private final Process process;

    private SecondSync(Process process) {
        this.process = process;
    }

    static SecondSync start(RunningFleet fleet, Path folder) throws IOException {
        Instant now = Instant.now();
        IdentityFiles identity = IdentityFiles.make(
                DevelopmentAuthority.in(fleet.authority(), now, new SecureRandom()), fleet.authority(),
                new SpiffeId(SpiffeId.DEFAULT_TRUST_DOMAIN, "idc-a", SpiffeId.Role.SYNC, NAME), now);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(fleet.data("idc-a", "sync-1").resolve("../../registry-sync.yaml"))) {
            lines.add(switch (line.replaceAll(":.*", "")) {
                case "  certificate" -> "  certificate: " + identity.certificate();
                case "  key" -> "  key: " + identity.key();
                case "node" -> "node: " + NAME;
                case "dataDir" -> "dataDir: " + folder.resolve("data");
                case "admin" -> "admin: 127.0.0.1:" + freePort();
                default -> line;
            });
        }
        Path config = Files.write(folder.resolve("registry-sync.yaml"), lines);
        return new SecondSync(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms24m", "-Xmx96m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                "io.spillway.sync.Main", "--config", config.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start());
    }

    @Override
    public void close() {
        Tool.kill(process);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
