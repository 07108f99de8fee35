package io.spillway.registry.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real etcd of one member on loopback, which keeps its ports over restarts. */
final class EtcdProcess implements AutoCloseable {

    private final Path folder;
    private final String scheme;
    private final int clientPort = freePort();
    private final int peerPort = freePort();
    private final List<String> more;
    private @Nullable Process process;

    private EtcdProcess(Path folder, String scheme, List<String> more) {
        this.folder = folder;
        this.scheme = scheme;
        this.more = more;
    }

    static EtcdProcess start(Path folder) {
        return new EtcdProcess(folder, "http", List.of()).start();
    }

    /** With a certificate that etcd makes itself: {@link #selfSigned} is also its own authority. */
    static EtcdProcess startWithTls(Path folder) {
        return new EtcdProcess(folder, "https", List.of("--auto-tls")).start();
    }

    URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + clientPort);
    }

    Path data() {
        return folder.resolve("data");
    }

    Path selfSigned() {
        return data().resolve("fixtures/client/cert.pem");
    }

    EtcdProcess start() {
        List<String> command = new ArrayList<>(List.of(binary(), "--name=one", "--data-dir=" + data(),
                "--listen-client-urls=" + endpoint(), "--advertise-client-urls=" + endpoint(),
                "--listen-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peerPort,
                "--initial-cluster=one=http://127.0.0.1:" + peerPort, "--log-level=warn"));
        command.addAll(more);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("etcd.log").toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Process started = process;
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> accepts() || !started.isAlive());
        if (!started.isAlive()) {
            throw new IllegalStateException("etcd ended with " + started.exitValue() + ": " + log());
        }
        return this;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("etcd.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                if (!running.waitFor(10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("etcd " + running.pid() + " does not die");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name) throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).inheritIO().start().waitFor();
        }
    }

    void wipe() throws IOException {
        delete(data());
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Override
    public void close() {
        kill();
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), clientPort)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Below those that the kernel gives to anybody who connects: else, while etcd is away, its port may become the own port of
     * whoever tries to reach it, and etcd cannot have it again.
     */
    private static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Somebody has it: the next.
            }
        }
        throw new IllegalStateException("no free port from 12000 to 32000");
    }

    private static String binary() {
        List<Path> places = new ArrayList<>();
        String tools = System.getenv("SPILLWAY_TOOLS_DIR");
        places.add(tools == null
                ? Path.of(System.getProperty("spillway.root", "."), ".tools/bin/etcd")
                : Path.of(tools, "bin/etcd"));
        for (String folder : System.getenv("PATH").split(":")) {
            places.add(Path.of(folder, "etcd"));
        }
        return places.stream().filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("etcd is neither in .tools/bin nor on the PATH: run"
                        + " tools/provision etcd, or ./spillway verify, which does it"))
                .toString();
    }
}
