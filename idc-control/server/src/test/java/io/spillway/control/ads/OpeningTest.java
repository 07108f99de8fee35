package io.spillway.control.ads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.snapshot.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that ask for so much at first that it comes in pieces: while things change, go away and are refused in between.
 * They ask for the same, so that the server keeps it once for all of them.
 */
@Tag("slow")
class OpeningTest {

    private static final int MANY = 6 * Backlog.HEAVY;
    private static final ResourceType TYPE = EndpointServer.TYPE;
    private static final String PADDING = "x".repeat(400);

    private final EndpointServer server = new EndpointServer(Duration.ofSeconds(10));
    private final List<DeltaClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        names().forEach(this::change);
        server.start();
    }

    @AfterEach
    void stop() {
        clients.forEach(DeltaClient::close);
        server.close();
    }

    @Test
    void muchComesInPiecesAndNoneBeforeTheOneBeforeItIsAcked() throws Exception {
        DeltaClient client = client("gw-1");
        client.subscribe(TYPE, names().toArray(String[]::new));
        DeltaDiscoveryResponse first = client.next(TYPE);
        assertThat(first.getSerializedSize()).isBetween(Piece.LARGE, Piece.LARGE * 5 / 4);
        assertThat(first.getControlPlane().getIdentifier()).isEqualTo("idc-a/control-1");
        client.expectSilence();
        Map<String, String> held = new HashMap<>();
        take(held, first);
        client.ack(first);
        int pieces = 1;
        while (held.size() < MANY) {
            DeltaDiscoveryResponse next = client.take(TYPE);
            assertThat(DeltaClient.names(next)).as("nothing comes twice").doesNotContainAnyElementsOf(held.keySet());
            assertThat(next.hasControlPlane()).isFalse();
            take(held, next);
            pieces++;
        }
        client.expectSilence();
        assertThat(held).isEqualTo(newest()).hasSize(MANY);
        assertThat(pieces).isGreaterThan(2);
    }

    @Test
    void whatChangesMeanwhileIsNotLostAndNothingOldComesAfterIt() throws Exception {
        String early = names().getFirst();
        String late = names().getLast();
        String gone = names().get(MANY - 2);
        for (String name : List.of("gw-1", "gw-2")) {
            DeltaClient client = client(name);
            client.subscribe(TYPE, names().toArray(String[]::new));
            Map<String, String> held = new HashMap<>();
            DeltaDiscoveryResponse first = client.next(TYPE);
            take(held, first);
            assertThat(held).containsKey(early).doesNotContainKeys(late, gone);
            change(early);
            change(late);
            remove(gone);
            client.ack(first);
            List<String> lateOnes = new ArrayList<>();
            while (!held.equals(newest())) {
                DeltaDiscoveryResponse next = client.next(TYPE);
                take(held, next);
                next.getResourcesList().stream().filter(one -> one.getName().equals(late))
                        .forEach(one -> lateOnes.add(one.getVersion()));
                client.ack(next);
            }
            client.expectSilence();
            assertThat(lateOnes).containsExactly(newest().get(late));
            change(gone);
        }
    }

    @Test
    void aRefusedPieceIsGoneOnWithWithoutWhatWasRefused() throws Exception {
        DeltaClient client = client("gw-1");
        DeltaClient other = client("gw-2");
        List.of(client, other).forEach(one -> one.subscribe(TYPE, names().toArray(String[]::new)));
        Map<String, String> held = new HashMap<>();
        DeltaDiscoveryResponse first = client.next(TYPE);
        String bad = first.getResources(0).getName();
        take(held, first);
        held.remove(bad);
        client.nack(first, "rejected: " + bad + ": no good");
        while (held.size() < MANY - 1) {
            take(held, client.take(TYPE));
        }
        assertThat(held).doesNotContainKey(bad);
        client.expectSilence();
        assertThat(all(other)).isEqualTo(newest());
        change(bad);
        assertThat(DeltaClient.names(client.take(TYPE))).containsExactly(bad);
        assertThat(DeltaClient.names(other.take(TYPE))).containsExactly(bad);
    }

    @Test
    void clientsThatAskedAlikeAndThenDifferentlyEachGetTheirOwn() throws Exception {
        List<DeltaClient> same = List.of(client("gw-1"), client("gw-2"), client("gw-3"), client("gw-4"));
        same.forEach(one -> one.subscribe(TYPE, names().toArray(String[]::new)));
        for (DeltaClient one : same) {
            assertThat(all(one)).isEqualTo(newest());
        }
        DeltaClient leaves = same.getFirst();
        String name = names().get(7);
        leaves.unsubscribe(TYPE, name);
        leaves.subscribe(TYPE, "of its own");
        assertThat(leaves.take(TYPE).getRemovedResourcesList()).containsExactly("of its own");
        change(name);
        leaves.expectSilence();
        List<DeltaDiscoveryResponse> told = new ArrayList<>();
        for (DeltaClient one : same.subList(1, 4)) {
            told.add(one.take(TYPE));
        }
        assertThat(told).allSatisfy(one -> assertThat(DeltaClient.names(one)).containsExactly(name));
        assertThat(told.stream().map(DeltaDiscoveryResponse::getSystemVersionInfo).distinct()).hasSize(1);
        change(names().get(8));
        assertThat(DeltaClient.names(leaves.take(TYPE))).containsExactly(names().get(8));
        leaves.subscribe(TYPE, name);
        assertThat(DeltaClient.names(leaves.take(TYPE))).containsExactly(name);
        for (DeltaClient one : same.subList(1, 4)) {
            assertThat(DeltaClient.names(one.take(TYPE))).containsExactly(names().get(8));
            one.expectSilence();
        }
    }

    private DeltaClient client(String name) {
        DeltaClient client = server.client(name);
        clients.add(client);
        return client;
    }

    private Map<String, String> all(DeltaClient client) throws InterruptedException {
        Map<String, String> held = new HashMap<>();
        while (held.size() < MANY) {
            take(held, client.take(TYPE));
        }
        return held;
    }

    private static void take(Map<String, String> held, DeltaDiscoveryResponse response) {
        response.getResourcesList().forEach(one -> held.put(one.getName(), one.getVersion()));
        response.getRemovedResourcesList().forEach(held::remove);
    }

    private void change(String name) {
        server.change(name, server.revision() + name + PADDING);
    }

    private void remove(String name) {
        server.remove(name);
    }

    private Map<String, String> newest() {
        return server.versions();
    }

    private static List<String> names() {
        return IntStream.range(0, MANY).mapToObj(i -> "s-" + i + "/default").toList();
    }
}
