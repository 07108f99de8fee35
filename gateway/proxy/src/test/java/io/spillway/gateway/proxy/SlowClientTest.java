package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;

import io.spillway.gateway.proxy.harness.Beat;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that takes its time, or goes away in the middle. */
@Tag("slow")
class SlowClientTest {
    private static TestProxy impatient(RawUpstream orders) throws Exception {
        return TestProxy.patience(Worlds.priorities(List.of(Worlds.local(orders))), Duration.ofMillis(200),
                Duration.ofMillis(400));
    }

    @Test
    void aHeadThatDoesNotComeInTimeIsAnswered408() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = impatient(orders);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\nHost: ord");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.field("x-spillway-refused")).isEqualTo("timeout");
            assertThat(answer.body()).contains("the request's head did not come in time");
        }
    }

    @Test
    void drippingAHeadDoesNotStretchItsTime() throws Exception {
        try (Beat beat = Beat.every(Duration.ofMillis(50));
                RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = impatient(orders);
                RawClient client = proxy.client()) {
            client.send("GET / HTTP/1.1\r\n");
            for (int i = 0; i < 10 && client.in().available() == 0; i++) {
                beat.next();
                client.send("X: y\r\n");
            }
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void aBodyThatPausesIsAnswered408() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = impatient(orders);
                RawClient client = proxy.client()) {
            client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 10\r\n\r\nabc");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("the request's body did not come in time");
        }
    }

    @Test
    void anIdleConnectionIsClosedWithoutAWord() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = impatient(orders);
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/").answer();
            assertThat(client.in().readAllBytes()).isEmpty();
        }
    }

    @Test
    void aTruncatedHeadAndATruncatedBodyAreAnswered400() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))))) {
            try (RawClient client = proxy.client()) {
                client.send("GET / HTTP/1.1\r\nHost: orders.example\r\n").socket().shutdownOutput();
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("the request ended before its head was complete");
            }
            try (RawClient client = proxy.client()) {
                client.send("POST / HTTP/1.1\r\nHost: orders.example\r\nContent-Length: 10\r\n\r\nabc").socket()
                        .shutdownOutput();
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("the request ended before its body was complete");
            }
        }
    }

    @Test
    void aClientThatHalfClosesStillGetsItsAnswers() throws Exception {
        try (Beat beat = Beat.every(Duration.ofMillis(50)); RawUpstream orders = RawUpstream.start(connection -> {
            while (connection.request().isPresent()) {
                beat.next();
                connection.send(RawUpstream.ok("late"));
            }
        });
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/1").get(Worlds.HOST, "/2").socket().shutdownOutput();
            assertThat(client.answer().body()).isEqualTo("late");
            assertThat(client.answer().body()).isEqualTo("late");
            assertThat(client.in().readAllBytes()).isEmpty();
        }
    }
}
