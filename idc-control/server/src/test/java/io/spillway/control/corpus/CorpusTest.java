package io.spillway.control.corpus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.spillway.control.admin.ApiServer;
import io.spillway.control.admin.ApiSettings;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Malformed, oversized and hostile requests, each against the same live node: it says clearly what is wrong, goes on living,
 * and a gateway that is connected all the while gets the next change.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class CorpusTest {

    private static final String OPEN = "open";
    private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
    private static final String ENDPOINTS = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";
    private static final long PATIENCE_MILLIS = 10_000;

    private TestNode node;
    private ApiServer api;
    private int port;
    private ManagedChannel channel;
    private DeltaClient bystander;
    private int changes;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        node = TestNode.start(folder).withOrders();
        InetSocketAddress asked = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        api = ApiServer.start(new ApiSettings(asked, null), node.service());
        port = api.address(asked).getPort();
        channel = node.channel();
        bystander = DeltaClient.gateway(node, "bystander");
        bystander.subscribe(ResourceType.ENDPOINT, "orders/default");
        bystander.take(ResourceType.ENDPOINT);
    }

    @AfterAll
    void stop() {
        bystander.close();
        channel.shutdownNow();
        api.close();
        node.close();
    }

    private static Stream<SavedCase> streams() {
        return SavedCase.in("xds");
    }

    private static Stream<SavedCase> requests() {
        return SavedCase.in("api");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamEndsWithAClearStatusAndNoOtherOneNotices(SavedCase saved) throws Exception {
        RawStream stream = new RawStream(channel, saved.on());
        saved.messages().forEach(stream::send);
        if (saved.status().equals(OPEN)) {
            assertServes(stream, saved);
        } else {
            Status end = stream.end(PATIENCE_MILLIS);
            assertThat(end == null ? "no end" : end.getCode().name() + " " + end.getDescription())
                    .startsWith(saved.status() + " ")
                    .contains(saved.words()).hasSizeLessThan(2_000);
        }
        nobodyElseNotices();
    }

    /** It is asked for something of a type that the case did not ask for, so that no answer of the case is waited for. */
    private static void assertServes(RawStream stream, SavedCase saved) throws InterruptedException {
        boolean other = saved.messages().stream()
                .anyMatch(message -> new String(message, StandardCharsets.ISO_8859_1).contains(ENDPOINTS));
        String type = other ? CLUSTERS : ENDPOINTS;
        stream.send(Recipe.cook((saved.on().equals("delta") ? "12" : "22") + " {\"" + type
                + "\"} 1a {\"orders/default\"}"));
        assertThat(stream.answers(type, PATIENCE_MILLIS)).as("it still serves").isTrue();
        assertThat(stream.end(0)).as("it is open").isNull();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsAnsweredByAProblemAndNobodyElseNotices(SavedCase saved) throws IOException, InterruptedException {
        byte[] body = saved.messages().isEmpty() ? new byte[0] : saved.messages().getFirst();
        RawHttp.Answer answer = RawHttp.send(port, saved.on(), saved.headers(), body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(saved.status());
        assertThat(answer.text()).contains(saved.words()).hasSizeLessThan(100_000);
        if (!answer.status().startsWith("2") && !saved.words().isEmpty()) {
            assertThat(answer.text()).contains("application/problem+json").contains("\"detail\"")
                    .contains("\"status\":" + saved.status());
        }
        nobodyElseNotices();
    }

    private void nobodyElseNotices() throws InterruptedException {
        changes++;
        node.applied(TestNode.workload("orders", "orders-1", 9_000 + changes, WorkloadState.UP));
        assertThat(bystander.take(ResourceType.ENDPOINT).getResources(0).getName()).isEqualTo("orders/default");
    }
}
