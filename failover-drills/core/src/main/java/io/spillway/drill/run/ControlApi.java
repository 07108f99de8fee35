package io.spillway.drill.run;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.spillway.drill.plan.Step;
import io.spillway.drill.verdict.SafetyRecord.Attempt;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Durations;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/**
 * What a drill asks of the control plane of one IDC. A node that refuses the connection has done nothing, so the next one is
 * asked. Thread-safe.
 */
public final class ControlApi implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<String> bases;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** Creates one that asks the first of these {@code host:port} that takes the connection. */
    public ControlApi(List<String> nodes) {
        this.bases = nodes.stream().map(node -> "http://" + node + "/v1/").toList();
    }

    /** Sets a shift; returns when it is committed. */
    void shift(Step.Shift shift) throws AbortedException, IOException, InterruptedException {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("scope", scope(shift.scope()));
        spec.put("weights", shift.weights());
        if (!shift.excluded().isEmpty()) {
            spec.put("excluded", shift.excluded());
        }
        spec.put("reason", shift.reason());
        put(shift.scope(), spec);
    }

    /** Clears a shift; returns when that is committed. */
    void clearShift(String scope) throws AbortedException, IOException, InterruptedException {
        put(scope, Map.of("scope", scope(scope), "reason", "cleared by a drill", "cleared", true));
    }

    /** Applies the documents of a file or of every file of a folder. */
    void apply(Path path) throws AbortedException, IOException, InterruptedException {
        StringBuilder documents = new StringBuilder();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                documents.append(Files.readString(file)).append("\n---\n");
            }
        }
        send("apply", request -> request.header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(documents.toString())));
    }

    /** Asks for something that may be refused, and returns what the first node answers; status 0 when it does not. */
    Attempt attempt(Step.Attempt asked) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(bases.getFirst() + asked.path())).timeout(PATIENCE)
                .header("Content-Type", asked.path().equals("apply") ? "application/yaml" : "application/json")
                .method(asked.method(), BodyPublishers.ofString(asked.body())).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Attempt(asked.event(), response.statusCode(), response.body());
        } catch (IOException e) {
            return new Attempt(asked.event(), 0, e.toString());
        }
    }

    /** Says that a registry is to be believed. */
    void accept(String clusterId) throws AbortedException, IOException, InterruptedException {
        post("registry/accept", Map.of("clusterId", clusterId));
    }

    /** Returns the pushes after a revision as the API tells them. */
    Map<?, ?> delivery(long after) throws IOException, AbortedException, InterruptedException {
        return get("delivery?after=" + after);
    }

    /** Makes a switch-over; returns when it is checked. */
    void switchOver(Step.SwitchOver asked) throws AbortedException, IOException, InterruptedException {
        Map<String, Object> spec = new LinkedHashMap<>();
        String name = asked.scope().substring(asked.scope().indexOf('/') + 1);
        spec.put("scope", asked.scope().startsWith("drgroup/")
                ? Map.of("drGroups", List.of(name))
                : asked.scope().startsWith("service/") ? Map.of("services", List.of(name)) : Map.of("idc", name));
        spec.put("from", asked.from());
        spec.put("to", asked.to());
        spec.put("steps", asked.percents());
        spec.put("soak", Durations.format(asked.soak()));
        spec.put("mode", asked.mode().name().toLowerCase(Locale.ROOT));
        spec.put("reason", asked.reason());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", asked.name());
        body.put("origin", asked.origin().name());
        body.put("spec", spec);
        post("switchovers", body);
    }

    /**
     * Says a word about a switch-over; returns when it is accepted.
     *
     * @param word
     *            {@code start}, {@code rollback} ..
     * @param with
     *            the body of the request
     * @throws AbortedException
     *             when it is refused; says why
     */
    public void say(String switchOver, String word, Map<String, Object> with)
            throws AbortedException, IOException, InterruptedException {
        post("switchovers/" + switchOver + "/" + word, with);
    }

    /**
     * Returns a JSON object of the API.
     *
     * @throws AbortedException
     *             when it is refused; says why
     */
    public Map<?, ?> get(String path) throws IOException, AbortedException, InterruptedException {
        String body = send(path, HttpRequest.Builder::GET);
        return switch (JsonText.parse(body)) {
            case Decoded.Valid<Tree>(Tree tree) when Trees.toJava(tree) instanceof Map<?, ?> map -> map;
            case Decoded.Valid<Tree> _,Decoded.Invalid<Tree> _ ->
                throw new IOException(bases + " " + path + ": not a JSON object: " + body);
        };
    }

    /** Ends its connections. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private void put(String scope, Map<String, Object> spec)
            throws AbortedException, IOException, InterruptedException {
        String name = scope.replace('/', '.');
        String document = JsonText.write(Trees.of(Map.of("apiVersion", "spillway.io/v1", "kind", "TrafficShift",
                "metadata", Map.of("name", name), "spec", spec)));
        send("shifts/" + name, request -> request.header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(document)));
    }

    private void post(String path, Map<String, Object> body)
            throws AbortedException, IOException, InterruptedException {
        String text = JsonText.write(Trees.of(body));
        send(path, request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(text)));
    }

    @CanIgnoreReturnValue
    private String send(String path, UnaryOperator<HttpRequest.Builder> method)
            throws AbortedException, IOException, InterruptedException {
        for (String base : bases.subList(0, bases.size() - 1)) {
            try {
                return sendTo(base, path, method);
            } catch (ConnectException _) {
                // Nothing was sent.
            }
        }
        return sendTo(bases.getLast(), path, method);
    }

    private String sendTo(String base, String path, UnaryOperator<HttpRequest.Builder> method)
            throws AbortedException, IOException, InterruptedException {
        HttpRequest request = method.apply(HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE)).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new AbortedException(request.method() + " " + request.uri() + " answered " + response.statusCode()
                    + ": " + response.body());
        }
        return response.body();
    }

    static Map<String, String> scope(String path) {
        String name = path.substring(path.indexOf('/') + 1);
        return path.startsWith("drgroup/")
                ? Map.of("drGroup", name)
                : path.startsWith("service/") ? Map.of("service", name) : Map.of("idc", name);
    }
}
