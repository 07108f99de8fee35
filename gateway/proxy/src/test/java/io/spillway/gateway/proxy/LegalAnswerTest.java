package io.spillway.gateway.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an endpoint may answer passes as it came, lines that the gateway adds left out. */
class LegalAnswerTest {
    private static final String END = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Last: 1\r\n\r\nend";

    private record Case(String method, String answer) {}

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String fields : List.of("Content-Length: 0\r\n\r\n", "Content-Length: 000\r\n\r\n",
                "content-LENGTH:5\r\n\r\nhello",
                "Content-Length: \t5 \t\r\n\r\nhello", "X-Empty:\r\nContent-Length: 0\r\n\r\n",
                "X_Under_Score: a\r\nContent-Length: 0\r\n\r\n",
                "X-Obs-Text: \u00e4\u00ff\u0080\r\nContent-Length: 0\r\n\r\n",
                "Set-Cookie: a=b\r\nSet-Cookie: c=d\r\nContent-Length: 0\r\n\r\n",
                "X-Tab: a\tb\r\nContent-Length: 0\r\n\r\n",
                "!#$%&'*+-.^_`|~: odd\r\nContent-Length: 0\r\n\r\n",
                "X: " + "y".repeat(30_000) + "\r\nContent-Length: 0\r\n\r\n",
                "X: y\r\n".repeat(90) + "Content-Length: 0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3;ext=\"a;b\"\r\nabc\r\n00A\r\n0123456789\r\n0;last\r\nX-Sum: 1\r\nX-E:\r\n\r\n",
                "Transfer-Encoding: CHUNKED\r\nTrailer: X-Sum\r\n\r\n0\r\n\r\n")) {
            cases.add(new Case("GET", "HTTP/1.1 200 OK\r\n" + fields));
        }
        for (String line : List.of("200", "200 ", "200 " + "long ".repeat(1000), "299 \u00e4", "404 Not  Found",
                "599 x",
                "418 I'm a \"teapot\"")) {
            cases.add(new Case("GET", "HTTP/1.1 " + line + "\r\nContent-Length: 2\r\n\r\nok"));
        }
        cases.add(new Case("GET", "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n"));
        cases.add(new Case("GET", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"));
        cases.add(new Case("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\nETag: \"x\"\r\n\r\n"));
        cases.add(new Case("GET", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"));
        cases.add(new Case("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n"));
        cases.add(new Case("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
        cases.add(new Case("HEAD", "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n"));
        for (String early : List.of("103 Early Hints\r\nLink: </a.css>; rel=preload", "102 Processing", "100 Continue",
                "104 Upload Resumption Supported", "199")) {
            cases.add(new Case("GET", "HTTP/1.1 " + early + "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        }
        cases.add(new Case("GET", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(32) + "HTTP/1.1 204 No Content\r\n\r\n"));
        return cases;
    }

    @Test
    void everyAnswerPassesAsItCameAndTheNextRequestIsAnswered() throws Exception {
        List<Case> cases = cases();
        List<String> wrong = new ArrayList<>();
        try (RawUpstream orders = RawUpstream.start(connection -> {
            String head = connection.request().orElse("");
            while (!head.isEmpty()) {
                String target = head.split(" ")[1].substring(1);
                connection.send(target.equals("end") ? END : cases.get(Integer.parseInt(target)).answer());
                head = connection.request().orElse("");
            }
        }); TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))))) {
            for (int i = 0; i < cases.size(); i++) {
                try (RawClient client = proxy.client()) {
                    client.send(cases.get(i).method() + " /" + i + " HTTP/1.1\r\nHost: orders.example\r\n\r\n");
                    client.get(Worlds.HOST, "/end");
                    client.socket().shutdownOutput();
                    String got = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
                    String expected = cases.get(i).answer() + END;
                    if (!withoutOurs(got).equals(expected)) {
                        wrong.add("expected " + expected + "\nbut was " + withoutOurs(got));
                    }
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void anAnswerWithoutLengthEndsWithItsConnectionAndSoDoesTheClients() throws Exception {
        for (String version : List.of("HTTP/1.0", "HTTP/1.1")) {
            try (RawUpstream orders = RawUpstream.start(connection -> {
                connection.request();
                connection.send(version + " 200 OK\r\n\r\nall that there is");
            });
                    TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                    RawClient client = proxy.client()) {
                RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
                assertThat(answer.field("Connection")).isEqualTo("close");
                assertThat(answer.body()).isEqualTo("all that there is");
            }
        }
    }

    @Test
    void anHttp10ClientGetsNeitherChunksNorInterimAnswers() throws Exception {
        String chunked = "3;x\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Sum: 7\r\n\r\n";
        String early = "HTTP/1.1 103 Early Hints\r\n\r\n";
        try (RawUpstream orders = RawUpstream
                .answering(early + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked);
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.0\r\nHost: orders.example\r\nConnection: keep-alive\r\n\r\n");
            String got = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(got).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nabcdefg").doesNotContain("chunked");
        }
    }

    private static String withoutOurs(String octets) {
        return octets.replaceAll("(?:Via: 1\\.[01] spillway-idc-a|x-spillway-[a-z]+: [^\r]*)\r\n", "");
    }
}
