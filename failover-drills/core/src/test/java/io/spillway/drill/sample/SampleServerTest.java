package io.spillway.drill.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.spillway.drill.sample.StreamClient.Answer;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** One instance, asked by those who speak HTTP/1.1, HTTP/2 and gRPC. */
@Tag("slow")
class SampleServerTest {

    private static final String JSON = "{\"service\":\"items\",\"idc\":\"idc-a\",\"instance\":\"items-1\"}\n";
    private static final String METHOD = "/spillway.sample.Items/Get";
    private static final String MESSAGE = "\0\0\0\0\5\n\3anv";
    private static final int PREFIX = 5;

    private final Ticker ticker = Ticker.system();
    private final SampleServer server = new SampleServer("items", "idc-a", "items-1", 0);
    private final StreamClient client = new StreamClient(server.address());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void aCallIsAnsweredByOneMessageAndAStatusBehindIt() throws Exception {
        Answer answer = now(call("application/grpc"));

        assertThat(answer.head()).containsExactly(entry(":status", "200"), entry("content-type", "application/grpc"),
                entry("x-served-by", "items-1"), entry("x-served-idc", "idc-a"));
        assertThat(answer.body().substring(0, PREFIX)).isEqualTo("\0\0\0\0" + (char) (answer.body().length() - PREFIX));
        assertThat(answer.body().substring(PREFIX)).isEqualTo("\n" + (char) JSON.length() + JSON);
        assertThat(answer.trailers()).containsExactly(entry("grpc-status", "0"));
    }

    @Test
    void aCallIsKnownByItsContentType() throws Exception {
        assertThat(now(call("application/grpc+proto")).trailers()).containsKey("grpc-status");
        assertThat(now(call("application/grpc;charset=utf-8")).trailers()).containsKey("grpc-status");
        assertThat(now(call("application/grpc-web")).body()).isEqualTo(JSON);
        assertThat(now(call("")).body()).isEqualTo(JSON);
    }

    @Test
    void inABadMoodCallsAreUnavailableAndGetNothingButAHead() throws Exception {
        now(turn("errorPercent=100"));
        Answer answer = now(call("application/grpc"));

        assertThat(answer.head()).contains(entry(":status", "200"), entry("content-type", "application/grpc"),
                entry("grpc-status", "14"), entry("x-served-by", "items-1"), entry("x-served-idc", "idc-a"));
        assertThat(answer.body()).isEmpty();
        assertThat(answer.trailers()).isEmpty();
    }

    @Test
    void aCallThatStallsIsNotAnsweredAndHoldsUpNobody() throws Exception {
        now(turn("stallPercent=100"));
        CompletableFuture<Answer> stalled = call("application/grpc");
        now(client.ask("DELETE", "/-/behaviour", "", ""));

        assertThat(now(call("application/grpc")).trailers()).containsEntry("grpc-status", "0");
        assertThat(stalled).isNotDone();
    }

    @Test
    void aCallIsAnsweredAsLateAsItIsTold() throws Exception {
        now(turn("delayMillis=120"));
        long asked = ticker.nanos();
        assertThat(now(call("application/grpc")).trailers()).containsEntry("grpc-status", "0");
        assertThat(ticker.nanos() - asked).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(120));
    }

    @Test
    void whatIsNoCallGetsTheSameAsOverHttp1() throws Exception {
        Answer got = now(client.ask("GET", "/items/1", "", ""));
        assertThat(got.head()).contains(entry(":status", "200"), entry("content-type", "application/json"),
                entry("content-length", Integer.toString(JSON.length())), entry("x-served-idc", "idc-a"));
        assertThat(got.body()).isEqualTo(JSON);

        Answer head = now(client.ask("HEAD", "/items/1", "", ""));
        assertThat(head.head()).isEqualTo(got.head());
        assertThat(head.body()).isEmpty();

        assertThat(now(client.ask("POST", "/items", "application/json", "{}")).body()).isEqualTo(JSON);
        now(turn("errorPercent=100"));
        assertThat(now(client.ask("GET", "/items/1", "", "")).head()).containsEntry(":status", "500");
    }

    @Test
    void requestsOfHttp1ThatComeTogetherAreAnsweredInTheirOrder() throws Exception {
        String all = exchange("GET /items/1 HTTP/1.1\r\nhost: items.example\r\n\r\n"
                + "HEAD /items/2 HTTP/1.1\r\nhost: items.example\r\n\r\n"
                + "POST /items HTTP/1.1\r\nhost: items.example\r\ncontent-length: 2\r\n\r\n{}"
                + "GET /items/3 HTTP/1.1\r\nhost: items.example\r\nconnection: close\r\n\r\n");

        String fields = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + JSON.length()
                + "\r\nx-served-by: items-1\r\nx-served-idc: idc-a\r\n";
        String head = fields + "\r\n";
        assertThat(all).isEqualTo(head + JSON + head + head + JSON + fields + "connection: close\r\n\r\n" + JSON);
    }

    @Test
    void overHttp1NothingIsACall() throws Exception {
        assertThat(exchange("POST " + METHOD + " HTTP/1.1\r\nhost: items.example\r\nconnection: close\r\n"
                + "content-type: application/grpc\r\ncontent-length: 0\r\n\r\n"))
                .contains("application/json").endsWith(JSON);
    }

    private CompletableFuture<Answer> call(String contentType) {
        return client.ask("POST", METHOD, contentType, MESSAGE);
    }

    private CompletableFuture<Answer> turn(String mood) {
        return client.ask("PUT", "/-/behaviour?ttlMillis=60000&" + mood, "", "");
    }

    private static Answer now(CompletableFuture<Answer> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    /** Sends octets in one piece and returns all that comes until the server closes. */
    private String exchange(String octets) throws IOException {
        try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
