package io.spillway.gateway.proxy;

import java.util.List;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that make work without use: the connection ends with ENHANCE_YOUR_CALM, and the service sees nothing. */
class Http2FloodTest {
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int REFUSED_STREAM = 7;

    /** What a flood sends, again and again. */
    interface Flood {
        void send(Http2Peer client, int round) throws Exception;
    }

    private static void endsCalm(Flood flood) throws Exception {
        try (RawUpstream service = RawUpstream.named("a");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(service))));
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            try {
                for (int round = 0; round < 3000; round++) {
                    flood.send(client, round);
                }
            } catch (java.net.SocketException closed) {
                // it was cut in the middle
                return;
            }
            assertThat(client.expect(Http2Peer.GOAWAY).number(4)).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    void pings() throws Exception {
        endsCalm((client, round) -> client.frame(Http2Peer.PING, 0, 0, new byte[8]));
    }

    @Test
    void settings() throws Exception {
        endsCalm((client, round) -> client.settings());
    }

    @Test
    void rapidResets() throws Exception {
        endsCalm((client, round) -> {
            client.request(2 * round + 1, false, "POST", "/");
            client.frame(Http2Peer.RST_STREAM, 0, 2 * round + 1, Http2Peer.number(8));
        });
    }

    @Test
    void mistakesThatMakeUsReset() throws Exception {
        endsCalm((client, round) -> {
            client.request(2 * round + 1, false, "POST", "/");
            client.frame(Http2Peer.WINDOW_UPDATE, 0, 2 * round + 1, Http2Peer.number(0));
        });
    }

    @Test
    void oneStreamMoreThanAllowedIsRefused() throws Exception {
        try (RawUpstream service = RawUpstream.named("a");
                TestProxy proxy = TestProxy.start(Worlds.priorities(List.of(Worlds.local(service))));
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            for (int i = 0; i <= 100; i++) {
                client.request(2 * i + 1, false, "POST", "/");
            }
            Http2Peer.Frame reset = client.expect(Http2Peer.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(201);
            assertThat(reset.number(0)).isEqualTo(REFUSED_STREAM);
        }
    }
}
