package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is odd and yet allowed passes, as it came. */
@Tag("slow")
class LegalRequestTest {
    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS * HTTP/1.1|OPTIONS * HTTP/1.1",
            "GET http://orders.example/a HTTP/1.1|GET /a HTTP/1.1",
            "GET HTTP://ORDERS.example/a?b HTTP/1.1|GET /a?b HTTP/1.1",
            "GET http://orders.example HTTP/1.1|GET / HTTP/1.1",
            "GET http://orders.example?x=y HTTP/1.1|GET /?x=y HTTP/1.1",
            "OPTIONS http://orders.example HTTP/1.1|OPTIONS * HTTP/1.1", "M-SEARCH /a HTTP/1.1|M-SEARCH /a HTTP/1.1",
            "GET //a/../b/%2e HTTP/1.1|GET //a/../b/%2e HTTP/1.1", "\r\nGET /a HTTP/1.1|GET /a HTTP/1.1"})
    void startLine(String pair) throws Exception {
        String sent = pair.substring(0, pair.indexOf('|'));
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send(sent + "\r\nHost: orders.example\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(orders.heads().getFirst()).startsWith(pair.substring(pair.indexOf('|') + 1) + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X_Under_Score: a", "X-Obs-Text: \u00e4\u00f6", "X-Empty:", "X-Comma: a, b,, c",
            "!#$%&'*+-.^_`|~: odd name",
            "X-Tab: a\tb", "x-lower: case", "Cookie: a=\"b\"; c=d"})
    void fieldLine(String line) throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: orders.example\r\n" + line + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(orders.heads().getFirst()).contains("\r\n" + line + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\r\nabc\r\n0\r\n\r\n", "003\r\nabc\r\n000\r\n\r\n",
            "3;ext=\"a;b\"\r\nabc\r\n0;last\r\n\r\n",
            "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\nX-Check: 1\r\nX-Sum: 2\r\n\r\n",
            "0\r\n\r\n"})
    void chunkedBodyWithExtensionsAndTrailers(String body) throws Exception {
        for (int cut = 0; cut < body.length(); cut += Math.max(1, body.length() / 5)) {
            try (RawUpstream orders = RawUpstream.named("one");
                    TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                    RawClient client = proxy.client()) {
                client.send("PUT / HTTP/1.1\r\nHost: orders.example\r\nTransfer-Encoding: Chunked\r\n\r\n"
                        + body.substring(0, cut));
                client.send(body.substring(cut));
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(orders.bodies()).containsExactly(body);
                assertThat(client.get("orders.example", "/").answer().status()).isEqualTo(200);
            }
        }
    }

    /** One connection, one octet after the other where it matters: the service sees what was sent. */
    @Test
    void everyRequestPassesAsItCameAndTheNextOneIsRead() throws Exception {
        List<String> heads = List.of("OPTIONS * HTTP/1.1\r\nHost: orders.example\r\n",
                "GET / HTTP/1.1\r\nHost: ORDERS.example\r\n",
                "GET / HTTP/1.1\r\nHost: orders.example:8080\r\n", "GET / HTTP/1.1\r\nHOST:orders.example\r\n",
                "get / HTTP/1.1\r\nHost: orders.example\r\n", "M-SEARCH / HTTP/1.1\r\nHost: orders.example\r\n",
                "GET /?a=[b]|{c}^`\"<>\\ HTTP/1.1\r\nHost: orders.example\r\n",
                "GET /a;b=c,d@e:f!$&'()*+ HTTP/1.1\r\nHost: orders.example\r\n",
                "GET /%zz?# HTTP/1.1\r\nHost: orders.example\r\n".replace("#", ""),
                "GET /" + "a".repeat(4000) + " HTTP/1.1\r\nHost: orders.example\r\n",
                "GET / HTTP/1.1\r\nX-Empty:\r\nX-Spaces: a  b\r\nHost: orders.example\r\nX_Under_Score: a\r\n",
                "GET / HTTP/1.1\r\nHost: orders.example\r\nX-Obs: \u00e4\u0080\u00ff\r\nCookie: a=b; c=\"d\"\r\nCookie: e=f\r\n",
                "POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 0\r\n",
                "GET / HTTP/1.1\r\nHost: orders.example\r\nTrailer: X-Sum\r\n");
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (String head : heads) {
                client.send(head + "\r\n");
                assertThat(client.answer().status()).as(head).isEqualTo(200);
            }
            for (int i = 0; i < heads.size(); i++) {
                assertThat(orders.heads().get(i)).startsWith(heads.get(i));
            }
        }
    }

    @Test
    void theBodyOfAGetIsNotTheNextRequest() throws Exception {
        String smuggled = "GET /smuggled HTTP/1.1\r\nHost: orders.example\r\n\r\n";
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            for (String method : List.of("GET", "HEAD", "DELETE", "OPTIONS")) {
                client.send(method + " /a HTTP/1.1\r\nHost: orders.example\r\nContent-Length: " + smuggled.length()
                        + "\r\n\r\n"
                        + smuggled + "GET /b HTTP/1.1\r\nHost: orders.example\r\n\r\n");
                assertThat(client.answer(method.equals("HEAD")).status()).isEqualTo(200);
                assertThat(client.answer().body()).isEqualTo("one");
            }
            assertThat(orders.heads()).hasSize(8).noneMatch(head -> head.startsWith("GET /smuggled"));
            assertThat(orders.bodies()).contains(smuggled);
        }
    }

    @Test
    void anHttp10ClientMayLeaveOutTheHostAndKeepTheConnection() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("GET http://orders.example/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.answer().field("Connection")).isEqualTo("keep-alive");
            client.send("GET /b HTTP/1.0\r\nHost: orders.example\r\n\r\n");
            assertThat(client.answer().field("Connection")).isEqualTo("close");
            assertThat(orders.heads().getFirst()).startsWith("GET /a HTTP/1.1\r\nHost: orders.example\r\n");
        }
    }

    @Test
    void anOfferOfHttp2IsDeclinedByAnsweringInHttp1() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send(Octets.lines("GET / HTTP/1.1", "Host: orders.example", "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__", ""));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(orders.heads().getFirst()).doesNotContain("Upgrade").doesNotContain("HTTP2-Settings");
        }
    }

    @Test
    void headThatComesOctetByOctetIsTheSameHead() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            String request = "GET /slow HTTP/1.1\r\nHost: orders.example\r\nX: y\r\n\r\n";
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(orders.heads().getFirst()).startsWith("GET /slow HTTP/1.1\r\nHost: orders.example\r\nX: y\r\n");
        }
    }
}
