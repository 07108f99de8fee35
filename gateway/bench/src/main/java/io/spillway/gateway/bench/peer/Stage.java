package io.spillway.gateway.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.bench.load.Ask;
import io.spillway.gateway.bench.process.Ports;
import io.spillway.gateway.bench.process.Programs;
import io.spillway.gateway.bench.process.Spawned;
import io.spillway.model.time.Ticker;

/** What all proxies of a run share: a folder, a certificate, and the backend, which is an nginx. Used by one thread. */
public final class Stage implements AutoCloseable {
    private static final int START_SECONDS = 10;

    private final Path folder;
    private final Ticker ticker;
    private final int first;
    private final int second;
    private final int http2;
    private final Spawned backend;

    private Stage(Path folder, Ticker ticker) throws IOException {
        this.folder = folder;
        this.ticker = ticker;
        List<Integer> ports = Ports.free(3);
        first = ports.get(0);
        second = ports.get(1);
        http2 = ports.get(2);
        answers();
        certificate();
        Path file = Template.write("backend.conf", folder, values());
        backend = Spawned.start("backend", folder, Map.of(),
                List.of(Programs.required("nginx"), "-p", folder.toString(), "-c", file.toString()));
        Ports.awaitOpen(first, backend, ticker, START_SECONDS);
    }

    /** Starts the backend; its files and those of the proxies are in that folder. */
    public static Stage open(Path folder, Ticker ticker) {
        try {
            return new Stage(folder, ticker);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    private void answers() throws IOException {
        // The workers of an nginx that root started belong to nobody, who must be able to read them.
        Path answers = Files.createDirectories(folder.resolve("answers/answer"));
        Files.writeString(answers.resolve("10k"), "x".repeat(10 * 1024));
        Files.writeString(answers.resolve("1m"), "x".repeat(1024 * 1024));
        Files.write(answers.resolve("grpc"), grpcMessage());
        Files.write(folder.resolve("grpc.request"), grpcMessage());
    }

    /** A gRPC message of 100 octets: not compressed, its length, a protobuf field of type bytes. */
    private static byte[] grpcMessage() {
        byte[] message = new byte[5 + 100];
        message[4] = 100;
        message[5] = 0x0a;
        message[6] = 98;
        java.util.Arrays.fill(message, 7, message.length, (byte) 'x');
        return message;
    }

    private void certificate() throws IOException {
        Spawned.start("openssl", folder, Map.of(),
                List.of(Programs.required("openssl"), "req", "-x509", "-newkey", "ec",
                        "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "bench.key", "-out",
                        "bench.crt", "-days",
                        "2", "-subj", "/CN=bench", "-addext", "subjectAltName=DNS:http.bench,IP:127.0.0.1"))
                .finish(20);
        Files.writeString(folder.resolve("bench.pem"),
                Files.readString(folder.resolve("bench.crt")) + Files.readString(folder.resolve("bench.key")));
    }

    /** Returns what every configuration file may name. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put("folder", folder.toString());
        values.put("backend1", Integer.toString(first));
        values.put("backend2", Integer.toString(second));
        values.put("backendH2", Integer.toString(http2));
        values.put("backendUnix", backendUnix().toString());
        values.put("hundred", "x".repeat(100));
        return values;
    }

    /** Returns a question to the backend itself, without a proxy. */
    public Ask direct(String path, int bodyBytes) {
        return new Ask("http", first, null, "http.bench", path, bodyBytes);
    }

    /** Returns the ports of the backend that speak HTTP/1.1. */
    public List<Integer> backendPorts() {
        return List.of(first, second);
    }

    /** Returns the port of the backend that speaks HTTP/2. */
    public int backendHttp2Port() {
        return http2;
    }

    /** Returns the backend's Unix domain socket. */
    public Path backendUnix() {
        return folder.resolve("backend.sock");
    }

    public Spawned backend() {
        return backend;
    }

    public Path folder() {
        return folder;
    }

    public Ticker ticker() {
        return ticker;
    }

    @Override
    public void close() {
        backend.close();
    }
}
