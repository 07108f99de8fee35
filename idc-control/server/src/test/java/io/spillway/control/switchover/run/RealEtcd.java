package io.spillway.control.switchover.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/** A real etcd of one member on loopback. */
public record RealEtcd(Process process, int port) implements AutoCloseable {

    public static RealEtcd start(Path folder) throws IOException {
        int port = freePort();
        String peers = "http://127.0.0.1:" + freePort();
        String clients = "http://127.0.0.1:" + port;
        Process process = new ProcessBuilder(binary(), "--name=one", "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + clients, "--advertise-client-urls=" + clients, "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers, "--initial-cluster=one=" + peers, "--log-level=warn")
                .redirectErrorStream(true).redirectOutput(folder.resolve("etcd.log").toFile()).start();
        RealEtcd etcd = new RealEtcd(process, port);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> etcd.accepts() || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("etcd ended: " + Files.readString(folder.resolve("etcd.log")));
        }
        return etcd;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String binary() {
        String tools = System.getenv("SPILLWAY_TOOLS_DIR");
        Path provisioned = tools == null
                ? Path.of(System.getProperty("spillway.root", "."), ".tools/bin/etcd")
                : Path.of(tools, "bin/etcd");
        return Stream.concat(Stream.of(provisioned),
                Stream.of(System.getenv("PATH").split(":")).map(each -> Path.of(each, "etcd")))
                .filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("etcd is neither in .tools/bin nor on the PATH: run"
                        + " tools/provision etcd, or ./spillway verify, which does it"))
                .toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("etcd " + process.pid() + " does not die");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
