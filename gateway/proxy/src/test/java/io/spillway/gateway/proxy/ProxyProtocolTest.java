package io.spillway.gateway.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Place;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A load balancer in front says who the client is, or somebody pretends to be one. */
@Tag("slow")
class ProxyProtocolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: orders.example\r\n\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    private static TestProxy behindBalancer(RawUpstream orders) throws IOException {
        ListenerSettings entrance = new ListenerSettings(
                new Place.Port(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), null, true);
        return TestProxy.listening(Worlds.priorities(List.of(Worlds.local(orders))),
                Map.of(ListenerRole.ENTRANCE, entrance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n=192.0.2.7",
            "PROXY TCP6 2001:db8::7 2001:db8::1 0 65535\r\n=2001:db8::7", "PROXY UNKNOWN\r\n=127.0.0.1",
            "PROXY UNKNOWN ffff:f...f 1 2 anything\r\n=127.0.0.1",
            SIGNATURE + "\041\021\0\014\300\0\002\007\306\063\144\001\001\002\001\273=192.0.2.7",
            SIGNATURE + "\041\021\0\021\300\0\002\007\306\063\144\001\001\002\001\273"
                    + "\002\0\002ab=192.0.2.7",
            SIGNATURE + "\041\041\0\044 \001\r\270\0\0\0\0\0\0\0\0\0\0\0\007"
                    + "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\001\001\002\001\273=2001:db8::7",
            SIGNATURE + "\040\0\0\0=127.0.0.1"})
    void theClientIsWhomTheHeaderNames(String headerAndClient) throws Exception {
        int end = headerAndClient.lastIndexOf('=');
        String header = headerAndClient.substring(0, end);
        try (RawUpstream orders = RawUpstream.named("one"); TestProxy proxy = behindBalancer(orders)) {
            for (int cut : new int[]{0, 1, 5, 13, header.length() - 1, header.length()}) {
                try (RawClient client = proxy.client()) {
                    client.send(header.substring(0, Math.min(cut, header.length())));
                    client.send(header.substring(Math.min(cut, header.length())) + GET);
                    assertThat(client.answer().status()).isEqualTo(200);
                }
            }
            assertThat(orders.heads()).hasSize(6).allMatch(head -> head
                    .contains("\r\nX-Forwarded-For: " + headerAndClient.substring(end + 1) + "\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n",
            "PROXY TCP4 192.0.2.7 198.51.100.1 1 65536\r\n",
            "PROXY TCP4 192.0.2.7 198.51.100.1 01 1\r\n", "PROXY TCP4 192.0.2.7  198.51.100.1 1 1\r\n",
            "PROXY TCP4 2001:db8::7 198.51.100.1 1 1\r\n", "PROXY TCP6 192.0.2.7 198.51.100.1 1 1\r\n",
            "PROXY TCP4 192.0.2.256 198.51.100.1 1 1\r\n", "PROXY TCP6 fe80::1%eth0 ::1 1 1\r\n",
            "PROXY UDP4 192.0.2.7 198.51.100.1 1 1\r\n", "PROXY TCP4 192.0.2.7 198.51.100.1 1 1\n", "PROXY\r\n",
            "proxy TCP4 192.0.2.7 198.51.100.1 1 1\r\n", "PROXY TCP4 192.0.2.7 198.51.100.1 1 1 \r\n",
            "PROXY UNKNOWN xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n",
            SIGNATURE + "\021\021\0\014            ", SIGNATURE + "\042\021\0\014            ",
            SIGNATURE + "\041\022\0\014            ", SIGNATURE + "\041\021\0\013           ",
            SIGNATURE + "\041\021\004\000", SIGNATURE + "\041\021\0\016              ",
            SIGNATURE + "\041\021\0\020            \002\0\002a",
            SIGNATURE + "\041\021\0\023            \003\0\004abcd"})
    void whatIsNoSoundHeaderIsClosedWithoutAWord(String octets) throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = behindBalancer(orders);
                RawClient client = proxy.client()) {
            client.send(octets + GET);
            assertThat(client.closed()).isTrue();
            assertThat(orders.connections()).isZero();
        }
    }

    @Test
    void aSecondHeaderIsNoRequest() throws Exception {
        for (String second : List.of("PROXY TCP4 192.0.2.8 198.51.100.1 1 1\r\n", SIGNATURE + "\040\0\0\0")) {
            try (RawUpstream orders = RawUpstream.named("one");
                    TestProxy proxy = behindBalancer(orders);
                    RawClient client = proxy.client()) {
                client.send("PROXY TCP4 192.0.2.7 198.51.100.1 1 1\r\n" + second + GET);
                assertThat(client.closed()).isTrue();
                assertThat(orders.connections()).isZero();
            }
        }
    }

    @Test
    void aHeaderThatNobodyAskedForIsNoRequest() throws Exception {
        try (RawUpstream orders = RawUpstream.named("one");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(orders))));
                RawClient client = proxy.client()) {
            client.send("PROXY TCP4 192.0.2.7 198.51.100.1 1 1\r\n" + GET);
            assertThat(client.closed()).isTrue();
            assertThat(orders.connections()).isZero();
        }
    }
}
