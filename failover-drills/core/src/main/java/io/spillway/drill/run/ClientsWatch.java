package io.spillway.drill.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.spillway.drill.verdict.ClientGroup;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/** What one process of mock data planes says of itself. Thread-safe. */
final class ClientsWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String process;
    private final String base;
    private final HttpClient client;

    ClientsWatch(String process, String address, HttpClient client) {
        this.process = process;
        this.base = "http://" + address;
        this.client = client;
    }

    /** Returns whether all clients have a stream and have done their steps. */
    boolean connected() throws IOException, InterruptedException {
        return groups("/results").stream().allMatch(group -> number(group, "connected") == number(group, "clients")
                && number(group, "finished") == number(group, "clients"));
    }

    /** Returns how the groups fare, and what they hold beside what a new client is given now. */
    List<ClientGroup> groups() throws IOException, InterruptedException {
        List<Map<?, ?>> standings = groups("/newest");
        List<ClientGroup> groups = new ArrayList<>();
        for (Map<?, ?> results : groups("/results")) {
            groups.add(group(results, standings.stream()
                    .filter(standing -> Objects.equals(standing.get("name"), results.get("name"))).findFirst()
                    .orElse(Map.of())));
        }
        return groups;
    }

    private ClientGroup group(Map<?, ?> results, Map<?, ?> standing) {
        Map<String, Long> violations = new TreeMap<>();
        List<String> examples = new ArrayList<>();
        for (Map<?, ?> violation : mappings(results.get("violations"))) {
            violations.put(Objects.toString(violation.get("kind")), number(violation, "count"));
            examples.addAll(texts(violation.get("examples")));
        }
        Map<?, ?> missed = results.get("missedWaits") instanceof Map<?, ?> map ? map : Map.of();
        examples.addAll(texts(missed.get("examples")));
        examples.addAll(texts(standing.get("examples")));
        double settled = results.get("settledMs") instanceof Map<?, ?> times && times.get("p99") instanceof Number p99
                ? p99.doubleValue()
                : 0;
        return new ClientGroup(process + " " + results.get("name"), number(results, "clients"),
                number(results, "connected"), number(results, "streams"), number(results, "responses"),
                number(results, "nacks"), number(missed, "count"), violations, settled,
                new ClientGroup.Standing(number(standing, "current"), number(standing, "wanted"),
                        number(standing, "held"), number(standing, "asked"), number(standing, "nodes"),
                        Boolean.TRUE.equals(standing.get("agreed"))),
                examples);
    }

    private List<Map<?, ?>> groups(String path) throws IOException, InterruptedException {
        String body = client.send(HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE).build(),
                BodyHandlers.ofString()).body();
        return switch (JsonText.parse(body)) {
            case Decoded.Valid<Tree>(Tree tree) when Trees.toJava(tree) instanceof Map<?, ?> map ->
                mappings(map.get("groups"));
            case Decoded.Valid<Tree> _,Decoded.Invalid<Tree> _ ->
                throw new IOException(base + path + ": not a JSON object: " + body);
        };
    }

    private static List<Map<?, ?>> mappings(@org.jspecify.annotations.Nullable Object value) {
        List<Map<?, ?>> found = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    found.add(map);
                }
            }
        }
        return found;
    }

    private static List<String> texts(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Objects::toString).toList() : List.of();
    }

    private static long number(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
