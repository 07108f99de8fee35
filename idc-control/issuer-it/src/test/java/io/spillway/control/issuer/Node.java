package io.spillway.control.issuer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** A control node as a process of its own. */
final class Node implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final int port = freePort();
    private final int admin = freePort();
    private final int ads = freePort();
    private final Process process;

    Node(Path folder, String access) throws IOException {
        this.folder = folder;
        write(access);
        this.process = start();
    }

    /** Writes its file with these lines; it reads it at its start, and when it hangs up. */
    void write(String access) throws IOException {
        Files.writeString(folder.resolve("idc-control.yaml"), """
                idc: idc-a
                node: control-1
                dataDir: %s
                admin: 127.0.0.1:%d
                ads: 127.0.0.1:%d
                api: 127.0.0.1:%d
                """.formatted(folder.resolve("data"), admin, ads, port) + access);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                "io.spillway.control.Main", "--config", folder.resolve("idc-control.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile())).start();
    }

    void awaitReady() {
        Awaitility.await("the node is ready").atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50))
                .ignoreExceptions().until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(log());
                    }
                    return get(admin, "/readyz").statusCode() == 200;
                });
    }

    /** SIGHUP. */
    void hangUp() throws Exception {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).inheritIO().start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("kill -HUP " + process.pid());
        }
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    String metrics() throws Exception {
        return get(admin, "/metrics").body();
    }

    private HttpResponse<String> get(int at, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
                .timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> ask(String method, String path, String body, String token) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10)).header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    /** Returns where browsers find it. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    int status(String token) throws Exception {
        return ask("GET", "/v1/status", "", token).statusCode();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        client.close();
    }
}
