package io.spillway.control.ads;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.snapshot.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that does not answer while hundreds of names change: each further change costs the same, however many wait for it
 * already. In a burst all clients are behind, and what they cost then decides how late the last of them is.
 */
@Tag("slow")
class BehindTest {

    private static final int NAMES = 600;
    /** For the change itself, for the response in the end and for the ticks meanwhile. */
    private static final int LOOKS_PER_CHANGE = 10;

    private final EndpointServer server = new EndpointServer(Duration.ofSeconds(20));

    @BeforeEach
    void start() throws Exception {
        names().forEach(name -> server.change(name, name + "#0"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aChangeCostsTheSameHoweverManyWait() throws Exception {
        try (DeltaClient client = server.client("gw-1")) {
            client.subscribe(EndpointServer.TYPE, names().toArray(String[]::new));
            assertThat(client.take(EndpointServer.TYPE).getResourcesCount()).isEqualTo(NAMES);
            ask(client, "first");
            server.change(names().getFirst(), "the one that it does not answer");
            DeltaDiscoveryResponse unanswered = client.next(EndpointServer.TYPE);
            long before = server.looks();
            names().forEach(name -> server.change(name, name + "#1"));
            // Until the stream was told of all of them: what it is asked meanwhile comes behind.
            ask(client, "second");
            ask(client, "third");
            client.ack(unanswered);
            Map<String, String> told = new HashMap<>();
            while (!told.equals(server.versions())) {
                told.putAll(versions(client.take(EndpointServer.TYPE)));
            }
            assertThat(server.looks() - before).isLessThan((long) NAMES * LOOKS_PER_CHANGE);
        }
    }

    /** Asks for a cluster that does not exist, and waits for the answer. */
    private static void ask(DeltaClient client, String cluster) throws InterruptedException {
        client.subscribe(ResourceType.CLUSTER, cluster);
        assertThat(client.take(ResourceType.CLUSTER).getRemovedResourcesList()).containsExactly(cluster);
    }

    private static Map<String, String> versions(DeltaDiscoveryResponse response) {
        return response.getResourcesList().stream().collect(Collectors.toMap(Resource::getName, Resource::getVersion));
    }

    private static List<String> names() {
        return IntStream.range(0, NAMES).mapToObj(i -> "s-" + i + "/default").toList();
    }
}
