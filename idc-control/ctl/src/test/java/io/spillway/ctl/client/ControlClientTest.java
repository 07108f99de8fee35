package io.spillway.ctl.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.spillway.ctl.client.ControlClient.StreamAnswer;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ControlClientTest {

    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final Request QUESTION = Request.get("/v1/status");
    private static final Request WRITE = Request.write("DELETE", "/v1/routes/r", null);

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 7\r\n\r\n{\"a\":1}", "\r\n{\"a\":1}",
            "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n",
            "Content-Length: 7\r\n\r\n{\"a\":1}and more that nobody asked for"})
    void everyFramingIsRead(String rest) throws IOException {
        assertThat(answer(JSON + rest, QUESTION)).isInstanceOfSatisfying(Answer.Done.class,
                done -> assertThat(done.body().number("a", 0)).isEqualTo(1));
    }

    @Test
    void anInterimAnswerIsSkipped() throws IOException {
        assertThat(answer("HTTP/1.1 100 Continue\r\n\r\n" + JSON + "\r\n{}", QUESTION)).isInstanceOf(Answer.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200", "SSH-2.0-OpenSSH_9.6\r\n", JSON + "Content-Length: 9\r\n\r\n{\"a\":1}",
            JSON + "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n", JSON + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            JSON + "Content-Length: many\r\n\r\n{}", "HTTP/1.1 200 OK\r\nno header\r\n\r\n"})
    void aBrokenAnswerToAQuestionIsNoneAndToAWriteIsUnknown(String bytes) throws IOException {
        assertThat(answer(bytes, QUESTION)).isInstanceOf(Answer.Unreachable.class);
        assertThat(answer(bytes, WRITE)).isInstanceOf(Answer.OutcomeUnknown.class);
    }

    @Test
    void aWriteIsSentOnceOnly() throws IOException {
        try (RawServer dies = RawServer.thatSays("");
                RawServer lives = RawServer.thatSays(JSON + "\r\n{}")) {
            assertThat(client(Duration.ofSeconds(5), dies, lives).send(WRITE)).isEqualTo(
                    new Answer.OutcomeUnknown(dies.address(), "the connection was closed"));
            assertThat(client(Duration.ofSeconds(5), dies, lives).send(QUESTION)).isInstanceOf(Answer.Done.class);
        }
    }

    @Test
    void aSilentServerIsGivenUpInTime() throws IOException {
        try (RawServer silent = RawServer.thatSaysAndThenNothing(JSON + "Content-Length: 9\r\n\r\n{")) {
            assertThat(client(Duration.ofMillis(50), silent).send(QUESTION)).isEqualTo(
                    new Answer.Unreachable(List.of(silent.address() + ": no answer within 50 ms")));
            assertThat(client(Duration.ofMillis(50), silent).send(WRITE))
                    .isEqualTo(new Answer.OutcomeUnknown(silent.address(), "no answer within 50 ms"));
        }
    }

    @Test
    void eventsComeOneByOneAndSilenceIsAnError() throws IOException {
        String events = ":alive\n\nevent:odd\n\ndata:{}\n\nevent: PUT\r\ndata: a\r\ndata: b\r\n\r\n";
        try (RawServer server = RawServer
                .thatSaysAndThenNothing(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=UTF-8\r\n\r\n" + events)) {
            StreamAnswer answer = client(Duration.ofSeconds(5), server).stream("/v1/idcs?watch", Duration.ofMillis(50));
            assertThat(answer).isInstanceOf(StreamAnswer.Open.class);
            if (answer instanceof StreamAnswer.Open(EventStream stream)) {
                try (stream) {
                    assertThat(stream.next()).isEqualTo(new EventStream.ServerEvent("message", "{}"));
                    assertThat(stream.next()).isEqualTo(new EventStream.ServerEvent("PUT", "a\nb"));
                    assertThatThrownBy(stream::next).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void addressesAreReadAsPeopleWriteThem() {
        assertThat(ServerAddress.parseAll("a:1, http://b.c:2/,https://[::1]:65535")).containsExactly(
                new ServerAddress("a", 1, false), new ServerAddress("b.c", 2, false),
                new ServerAddress("::1", 65535, true));
        assertThat(new ServerAddress("::1", 7, true)).hasToString("https://[::1]:7");
        for (String wrong : List.of("", "a", ":1", "a:0", "a:65536", "a:1,", "a:b", "ftp://a:1", "a b:1", "::1:7")) {
            assertThat(ServerAddress.parseAll(wrong)).as(wrong).isNull();
        }
    }

    private static Answer answer(String bytes, Request request) throws IOException {
        try (RawServer server = RawServer.thatSays(bytes)) {
            return client(Duration.ofSeconds(5), server).send(request);
        }
    }

    private static ControlClient client(Duration timeout, RawServer... servers) {
        List<ServerAddress> addresses = List.of(servers).stream().map(RawServer::address).toList();
        return new ControlClient(new ControlClient.Settings(addresses, List.of(), timeout, line -> {}),
                Connector.plain(),
                Ticker.system());
    }
}
