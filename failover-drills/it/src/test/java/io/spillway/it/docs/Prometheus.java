package io.spillway.it.docs;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Documents;
import org.jspecify.annotations.Nullable;

/** A real Prometheus with the scrape configuration of {@code grafana/}. */
final class Prometheus implements AutoCloseable {

    private static final long TO_SECONDS = 1000;

    private final Process process;
    private final int port;
    private final Instant started = Instant.now();
    private final HttpClient client = HttpClient.newHttpClient();

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Prometheus start(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = Checkout.start(
                "prometheus --config.file=grafana/prometheus.yml --web.listen-address=127.0.0.1:" + port
                        + " --storage.tsdb.path=" + Files.createDirectories(folder.resolve("tsdb")),
                folder.resolve("prometheus.log"));
        return new Prometheus(process, port);
    }

    /** Returns how many series a query has had since this was started, or the error that it answered. */
    Answer query(String promQl) throws IOException, InterruptedException {
        String address = "http://127.0.0.1:" + port + "/api/v1/query_range?query="
                + URLEncoder.encode(promQl, StandardCharsets.UTF_8) + "&start=" + started.toEpochMilli() / TO_SECONDS
                + "&end="
                + Instant.now().toEpochMilli() / TO_SECONDS + "&step=2";
        String body = client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString()).body();
        if (Documents.parse(body) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents)
                && documents.getFirst() instanceof Tree.Mapping answer
                && answer.get("data") instanceof Tree.Mapping data
                && data.get("result") instanceof Tree.Sequence result) {
            return new Answer(result.items().size(), null);
        }
        return new Answer(0, body);
    }

    /** Returns the names of all series that it has read from the fleet. */
    Set<String> names() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/api/v1/label/__name__/values");
        String body = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
        if (Documents.parse(body) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents)
                && documents.getFirst() instanceof Tree.Mapping answer
                && answer.get("data") instanceof Tree.Sequence(List<Tree> names, var _)) {
            return names.stream().map(name -> name instanceof Tree.Scalar(String text, var _) ? text : "")
                    .collect(Collectors.toSet());
        }
        throw new AssertionError(body);
    }

    /** What a query answered. */
    record Answer(int series, @Nullable String error) {}

    @Override
    public void close() {
        process.destroy();
        client.close();
    }
}
