package io.spillway.control.admin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads server-sent events as far as a test wants. */
final class SseEvents {

    private SseEvents() {}

    /** Returns the data of the first events of that many. */
    static List<String> first(String address, Map<String, String> headers, int many) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
            headers.forEach(request::header);
            HttpResponse<Stream<String>> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                return lines.filter(line -> line.startsWith("data:")).map(line -> line.substring(5).strip())
                        .limit(many).toList();
            } finally {
                client.shutdownNow();
            }
        }
    }
}
