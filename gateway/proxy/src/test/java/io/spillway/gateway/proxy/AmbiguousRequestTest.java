package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody tries to smuggle a request past us: refused, closed, and not an octet forwarded. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AmbiguousRequestTest {
    private final RawUpstream orders = start();
    private final TestProxy proxy = proxy(orders);

    private static RawUpstream start() {
        try {
            return RawUpstream.named("one");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static TestProxy proxy(RawUpstream upstream) {
        try {
            return TestProxy.start(Worlds.priorities(List.of(Worlds.local(upstream))));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeAll
    void nothingHasArrived() {
        assertThat(orders.connections()).isZero();
    }

    @AfterAll
    void nothingHasArrivedStill() {
        int connections = orders.connections();
        proxy.close();
        orders.close();
        assertThat(connections).isZero();
    }

    static List<RequestVectors.Vector> vectors() {
        return RequestVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isRefusedAndTheConnectionClosed(RequestVectors.Vector vector) throws Exception {
        try (RawClient client = proxy.client()) {
            client.send(vector.octets() + "GET /smuggled HTTP/1.1\r\nHost: orders.example\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).as(answer.head() + answer.body()).isEqualTo(vector.status());
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(answer.field("x-spillway-refused")).isNotEmpty();
            client.socket().shutdownOutput();
            assertThat(client.in().readAllBytes()).isEmpty();
        }
        assertThat(orders.heads()).isEmpty();
    }

    @Test
    void theVectorsAreMany() {
        assertThat(RequestVectors.all()).hasSizeGreaterThan(200);
    }
}
