package io.spillway.control.ads;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.runtime.v3.Runtime;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.HeaderEdits;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.Treatment;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.control.snapshot.ResourceType.RUNTIME;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Faults of Routes as clients have them that let a resource end, and as those have them that do not. */
@Tag("slow")
class LeasesTest {

    private static final String FAULTS = XdsNames.RUNTIME_FAULTS;
    private static final String ABORT = "spillway.fault.faulty.abort";
    private static final long PATIENCE = Leases.RENEWED_EVERY.plusSeconds(20).toMillis();

    @TempDir
    Path folder;
    private TestNode node;

    private static Node envoy(String... features) {
        return DeltaClient.node("envoy-1", "", "idc-a").toBuilder().addAllClientFeatures(List.of(features)).build();
    }

    @BeforeEach
    void start() throws Exception {
        node = TestNode.start(folder).withOrders();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void fault(Duration ttl) {
        Treatment treatment = new Treatment(null, null, HeaderEdits.NONE, HeaderEdits.NONE, null,
                new Fault(null, new Fault.Abort(503, 12.5), ttl, null));
        node.applied(io.spillway.model.resource.Resource.of("faulty",
                new RouteSpec(List.of("orders.test"), List.of(RouteMatch.ANY),
                        List.of(new WeightedGroup("orders", "default", 100)), null, null, null, null, treatment)));
    }

    @Test
    void theResourceIsThereWithoutFaultsAndStays() throws Exception {
        try (DeltaClient client = DeltaClient.as(node, envoy(XdsNames.FEATURE_TTL))) {
            client.subscribe(RUNTIME, FAULTS);
            Resource empty = client.take(RUNTIME).getResources(0);
            assertThat(empty.hasTtl()).isFalse();
            assertThat(runtime(empty).getLayer().getFieldsMap()).isEmpty();
        }
    }

    @Test
    void aFaultHasALifeThatHeartbeatsRenew() throws Exception {
        try (DeltaClient client = DeltaClient.as(node, envoy(XdsNames.FEATURE_TTL))) {
            client.subscribe(RUNTIME, FAULTS);
            client.take(RUNTIME);
            fault(Duration.ofMinutes(10));
            Resource fault = client.take(RUNTIME).getResources(0);
            assertThat(fault.getTtl().getSeconds()).isEqualTo(Leases.LONGEST.toSeconds());
            assertThat(runtime(fault).getLayer().getFieldsOrThrow(ABORT).getStructValue().getFieldsMap())
                    .satisfies(share -> assertThat(requireNonNull(share.get("numerator"), "numerator").getNumberValue())
                            .isEqualTo(125_000));

            DeltaDiscoveryResponse heartbeat = requireNonNull(client.poll(PATIENCE), "a heartbeat");
            assertThat(heartbeat.getResourcesList()).singleElement().satisfies(beat -> {
                assertThat(beat.hasResource()).as("a heartbeat has no body").isFalse();
                assertThat(beat.getName()).isEqualTo(FAULTS);
                assertThat(beat.getVersion()).isEqualTo(fault.getVersion());
                assertThat(beat.getTtl().getSeconds()).isEqualTo(Leases.LONGEST.toSeconds());
            });

            client.nack(heartbeat, "what resource?");
            Resource again = client.take(RUNTIME).getResources(0);
            assertThat(again.hasResource()).as("who refuses a heartbeat has nothing to renew").isTrue();
        }
    }

    @Test
    void whoComesBackGetsTheWholeForNobodyKnowsWhatIsLeftOfItsLife() throws Exception {
        fault(Duration.ofMinutes(10));
        String version;
        try (DeltaClient client = DeltaClient.as(node, envoy(XdsNames.FEATURE_TTL))) {
            client.subscribe(RUNTIME, FAULTS);
            version = client.take(RUNTIME).getResources(0).getVersion();
        }
        try (DeltaClient client = DeltaClient.as(node, envoy(XdsNames.FEATURE_TTL))) {
            client.resume(RUNTIME, Map.of(FAULTS, version), FAULTS);
            assertThat(client.take(RUNTIME).getResources(0).hasResource()).isTrue();
        }
    }

    @Test
    void aLifeIsNoLongerThanTheFaultAndItsEndIsTold() throws Exception {
        try (DeltaClient client = DeltaClient.as(node, envoy(XdsNames.FEATURE_TTL))) {
            client.subscribe(RUNTIME, FAULTS);
            client.take(RUNTIME);
            fault(Duration.ofSeconds(3));
            assertThat(client.take(RUNTIME).getResources(0).getTtl().getSeconds()).isLessThanOrEqualTo(5);
            Resource over = client.take(RUNTIME).getResources(0);
            assertThat(over.hasTtl()).isFalse();
            assertThat(runtime(over).getLayer().getFieldsMap()).isEmpty();
        }
    }

    @Test
    void whoDoesNotLetResourcesEndGetsNoFault() throws Exception {
        fault(Duration.ofMinutes(10));
        try (DeltaClient plain = DeltaClient.as(node, envoy());
                WorldClient unwrapping = new WorldClient(node, envoy(XdsNames.FEATURE_TTL))) {
            plain.subscribe(RUNTIME, FAULTS);
            assertThat(runtime(plain.take(RUNTIME).getResources(0)).getLayer().getFieldsMap()).isEmpty();
            unwrapping.send(RUNTIME, "", "", FAULTS);
            assertThat(unwrapping.next(RUNTIME).getResources(0).unpack(Runtime.class).getLayer().getFieldsMap())
                    .isEmpty();
        }
    }

    @Test
    void stateOfTheWorldHasItWrapped() throws Exception {
        fault(Duration.ofMinutes(10));
        try (WorldClient client = new WorldClient(node,
                envoy(XdsNames.FEATURE_TTL, "xds.config.supports-resource-in-sotw"))) {
            client.send(RUNTIME, "", "", FAULTS);
            DiscoveryResponse first = client.next(RUNTIME);
            Resource wrapped = first.getResources(0).unpack(Resource.class);
            assertThat(wrapped.getTtl().getSeconds()).isEqualTo(Leases.LONGEST.toSeconds());
            assertThat(runtime(wrapped).getLayer().containsFields(ABORT)).isTrue();
            client.ack(first, FAULTS);
            assertThat(client.next(RUNTIME, PATIENCE).getResources(0).unpack(Resource.class).hasTtl()).isTrue();
        }
    }

    private static Runtime runtime(Resource resource) throws InvalidProtocolBufferException {
        return resource.getResource().unpack(Runtime.class);
    }
}
