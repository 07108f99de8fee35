package io.spillway.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.spillway.gateway.proxy.harness.Http2Peer;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients that make work without use: the connection ends with ENHANCE_YOUR_CALM, and the service sees nothing. */
@Tag("slow")
class Http2FloodTest {
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int REFUSED_STREAM = 7;

    /** What a flood sends, again and again. */
    interface Flood {
        void send(Http2Peer client, int round) throws Exception;
    }

    private static void endsCalm(String reason, Flood flood) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (RawUpstream service = RawUpstream.named("a");
                TestProxy proxy = TestProxy.logging(Worlds.priorities(List.of(Worlds.local(service))), log);
                Http2Peer client = Http2Peer.connect(proxy.address(ListenerRole.ENTRANCE))) {
            try {
                for (int round = 0; round < 3000; round++) {
                    flood.send(client, round);
                }
                Http2Peer.Frame goAway = client.next(Http2Peer.GOAWAY);
                if (goAway != null) { // what a reset overtakes is lost, whether the client reads or writes then
                    assertThat(goAway.number(4)).isEqualTo(ENHANCE_YOUR_CALM);
                }
            } catch (java.net.SocketException closed) {
                // it was cut in the middle; the GOAWAY may have been lost with the connection
            }
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8)).containsOnlyOnce(
                    "\"reason\":\"" + reason + "\""));
            assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"client\":\"127.0.0.1\"");
            assertThat(proxy.metrics().lines()).filteredOn(line -> line.startsWith("spillway_gateway_requests_total{")
                    && line.contains("reason=\"" + reason + "\"")).containsExactly(
                            "spillway_gateway_requests_total{code_class=\"none\",idc=\"idc-a\",listener=\"entrance\","
                                    + "priority=\"none\",reason=\"" + reason
                                    + "\",service=\"\",target_idc=\"\"} 1.0");
        }
    }

    @Test
    void pings() throws Exception {
        endsCalm("ping_flood", (client, round) -> client.frame(Http2Peer.PING, 0, 0, new byte[8]));
    }

    @Test
    void settings() throws Exception {
        endsCalm("settings_flood", (client, round) -> client.settings());
    }

    @Test
    void rapidResets() throws Exception {
        endsCalm("rapid_reset", (client, round) -> {
            client.request(2 * round + 1, false, "POST", "/");
            client.frame(Http2Peer.RST_STREAM, 0, 2 * round + 1, Http2Peer.number(8));
        });
    }

    @Test
    void mistakesThatMakeUsReset() throws Exception {
        endsCalm("made_you_reset", (client, round) -> {
            client.request(2 * round + 1, false, "POST", "/");
            client.frame(Http2Peer.WINDOW_UPDATE, 0, 2 * round + 1, Http2Peer.number(0));
        });
    }

    @Test
    void priorities() throws Exception {
        endsCalm("priority_flood", (client, round) -> client.frame(Http2Peer.PRIORITY, 0, 3, new byte[5]));
    }

    @Test
    void dataWithoutOctets() throws Exception {
        endsCalm("empty_data_flood", (client, round) -> {
            if (round == 0) {
                client.request(1, false, "POST", "/");
            }
            client.frame(Http2Peer.DATA, 0, 1, new byte[0]);
        });
    }

    @Test
    void windowsInCrumbs() throws Exception {
        endsCalm("window_update_flood",
                (client, round) -> client.frame(Http2Peer.WINDOW_UPDATE, 0, 0, Http2Peer.number(1)));
    }

    @Test
    void framesThatNobodyKnows() throws Exception {
        endsCalm("unknown_frame_flood", (client, round) -> client.frame(0xbe, 0, 0, new byte[8]));
    }

    @Test
    void aHeadInPieces() throws Exception {
        endsCalm("continuation_flood", (client, round) -> client.frame(
                round == 0 ? Http2Peer.HEADERS : Http2Peer.CONTINUATION, 0, 1, Http2Peer.section("x-a", "b")));
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
