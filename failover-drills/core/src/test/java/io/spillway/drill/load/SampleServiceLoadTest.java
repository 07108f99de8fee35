package io.spillway.drill.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.sample.SampleServer;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Users of every protocol and the sample service understand each other, without a gateway between them. */
@Tag("slow")
class SampleServiceLoadTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Ticker ticker = Ticker.system();
    private final SampleServer server = new SampleServer("items", "idc-a", "items-1", 0);
    private final List<LoadGenerator> generators = new ArrayList<>();

    @AfterEach
    void close() {
        generators.forEach(LoadGenerator::close);
        server.close();
    }

    @Test
    void usersOfEachProtocolAreServedByTheSamePort() throws Exception {
        List<Request> requests = run(start(LONG, 60, Protocol.values()), 90);

        assertThat(requests).extracting(Request::outcome).containsOnly(Outcome.OK);
        assertThat(requests).extracting(Request::servedBy).containsOnly("idc-a");
        assertThat(requests).extracting(Request::users).contains("HTTP1", "HTTP2", "GRPC");
        assertThat(requests).filteredOn(each -> each.users().equals("GRPC")).extracting(Request::method)
                .containsOnly("POST");
        assertThat(requests).filteredOn(each -> each.users().equals("HTTP2")).extracting(Request::method)
                .contains("GET", "POST");
    }

    @Test
    void whatABadInstanceAnswersFailsInTheWordsOfItsProtocol() throws Exception {
        tell("PUT", "?errorPercent=100&ttlMillis=60000");
        Tally tally = new Tally();
        run(start(LONG, 60, Protocol.values()), 60).forEach(tally);

        assertThat(tally.ok()).isZero();
        assertThat(tally.failures()).containsOnlyKeys("server_error 500", "server_error grpc 14");
    }

    @Test
    void manyWhoGiveUpOnAStallingInstanceLoseNoConnection() throws Exception {
        tell("PUT", "?stallPercent=100&ttlMillis=60000");
        LoadGenerator generator = start(Duration.ofMillis(150), 500, Protocol.GRPC);
        await(generator, 250);
        tell("DELETE", "");
        // So many later that those who were still waiting have given up.
        List<Request> requests = run(generator, generator.recording().size() + 150);

        assertThat(requests).extracting(each -> each.outcome().kind()).containsOnly(Outcome.Kind.TIMEOUT,
                Outcome.Kind.OK);
        assertThat(requests.subList(0, 250)).extracting(each -> each.outcome().kind())
                .containsOnly(Outcome.Kind.TIMEOUT);
        // On a busy machine one or the other is answered too late, still.
        assertThat(requests.subList(requests.size() - 100, requests.size())).anyMatch(Request::ok);
    }

    private LoadGenerator start(Duration patience, double rps, Protocol... protocols) {
        List<UserGroup> groups = Arrays.stream(protocols).map(protocol -> new UserGroup(protocol.name(), "idc-a", rps,
                25, List.of("items"), new Shape.Constant(), protocol, false)).toList();
        LoadPlan plan = new LoadPlan(groups, Map.of("idc-a", List.of(server.address())),
                Map.of("items", "items.example"), Duration.ofSeconds(5), patience, Duration.ZERO);
        LoadGenerator generator = new LoadGenerator(plan, ticker, ticker.nanos());
        generators.add(generator);
        generator.start();
        return generator;
    }

    private static List<Request> run(LoadGenerator generator, int requests) {
        await(generator, requests);
        generator.drain();
        List<Request> all = new ArrayList<>();
        generator.recording().forEach(0, all::add);
        return all;
    }

    private static void await(LoadGenerator generator, int requests) {
        Awaitility.await().atMost(LONG).until(() -> generator.recording().size() >= requests);
    }

    private void tell(String method, String query) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/-/behaviour" + query);
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody())
                    .build(), HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }
    }
}
