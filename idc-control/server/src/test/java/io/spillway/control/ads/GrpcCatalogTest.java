package io.spillway.control.ads;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Only a client that says that it has a certificate is told of clusters that need one. */
class GrpcCatalogTest {

    private final CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 1);
    private final AtomicReference<Catalog> newest = new AtomicReference<>(builder.build(state(CrossingSpec.DEFAULT)));
    private final GrpcCatalog grpc = new GrpcCatalog(newest::get);

    private static ControlState state(CrossingSpec toB) {
        return ControlState.empty()
                .with(Resource.of("idc-b",
                        new IdcSpec(null, null, List.of(), List.of(), 0, toB)))
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("orders",
                        new ServiceSpec(List.of("orders.test"), Map.of(), ServiceSpec.DEFAULT_GROUPS,
                                ServiceProtocol.HTTP2, "core", ServicePolicy.DEFAULTS, List.of("*"))));
    }

    private static NodeIdentity node(String certificateProvider) {
        return node(certificateProvider, "gRPC Java");
    }

    private static NodeIdentity node(String certificateProvider, String agent) {
        return NodeIdentity.of(Node.newBuilder().setId("shop-1").setUserAgentName(agent)
                .setLocality(Locality.newBuilder().setZone("idc-a"))
                .setMetadata(Struct.newBuilder().putFields("certificateProvider",
                        Value.newBuilder().setStringValue(certificateProvider).build()))
                .build());
    }

    private static Cluster cluster(GrpcCatalog catalog) throws Exception {
        Versioned found = catalog.get(ResourceType.CLUSTER, "orders/default");
        return requireNonNull(found).any().unpack(Cluster.class);
    }

    @Test
    void whoHasNoCertificateSeesOneClusterAndWhoHasSeesMembers() throws Exception {
        GrpcCatalog without = grpc.toldTo(node(""));
        assertThat(cluster(without).hasType()).isTrue();
        assertThat(without.get(ResourceType.ENDPOINT, "orders/default")).isNotNull();
        assertThat(without.get(ResourceType.CLUSTER, "orders/default>idc-b")).isNull();
        assertThat(without.names(ResourceType.CLUSTER)).doesNotContain("orders/default>idc-b");

        GrpcCatalog with = grpc.toldTo(node("spillway"));
        assertThat(cluster(with).hasClusterType()).isTrue();
        assertThat(with.get(ResourceType.ENDPOINT, "orders/default")).as("its members have them").isNull();
        for (ResourceType type : new ResourceType[]{ResourceType.CLUSTER, ResourceType.ENDPOINT}) {
            assertThat(with.get(type, "orders/default>idc-b")).as("%s", type).isNotNull();
            assertThat(with.get(type, "orders/default@local")).as("%s", type).isNotNull();
            assertThat(with.get(type, "orders/default>idc-z")).as("%s", type).isNull();
            assertThat(with.names(type)).contains("orders/default>idc-b", "orders/default@local");
            assertThat(with.names(type)).allMatch(name -> with.get(type, name) != null);
        }
        assertThat(with.get(ResourceType.LISTENER, "orders.test"))
                .isEqualTo(without.get(ResourceType.LISTENER, "orders.test"));
    }

    @Test
    void aCrossingInTheClearMakesOneClusterOfItAgain() throws Exception {
        GrpcCatalog with = grpc.toldTo(node("spillway"));
        assertThat(cluster(with).hasClusterType()).isTrue();
        newest.set(builder.build(state(new CrossingSpec(true, "spillway"))));
        assertThat(cluster(with).hasType()).isTrue();
        assertThat(with.get(ResourceType.CLUSTER, "orders/default>idc-b")).isNull();
        newest.set(builder.build(state(CrossingSpec.DEFAULT).without(Kind.SERVICE, "orders", 2)));
        assertThat(with.get(ResourceType.CLUSTER, "orders/default")).isNull();
    }

    @Test
    void onlyWhoDoesNotLoseCallsByItIsToldToEjectOutliers() throws Exception {
        for (String provider : new String[]{"", "spillway"}) {
            GrpcCatalog java = grpc.toldTo(node(provider, "gRPC Java"));
            GrpcCatalog go = grpc.toldTo(node(provider, "gRPC Go"));
            assertThat(cluster(java).hasOutlierDetection()).isFalse();
            assertThat(cluster(go).hasOutlierDetection()).isTrue();
            assertThat(java.names(ResourceType.CLUSTER)).isEqualTo(go.names(ResourceType.CLUSTER));
            assertThat(java.get(ResourceType.ENDPOINT, "orders/default"))
                    .isEqualTo(go.get(ResourceType.ENDPOINT, "orders/default"));
        }
        Versioned crossing = requireNonNull(
                grpc.toldTo(node("spillway")).get(ResourceType.CLUSTER, "orders/default>idc-b"));
        assertThat(crossing.any().unpack(Cluster.class).hasOutlierDetection()).isFalse();
    }

    @Test
    void anotherProviderThanThatOfTheDocumentIsRefusedByName() {
        assertThat(node("").refusal("idc-a")).isEmpty();
        assertThat(node("spillway").refusal("idc-a")).isEmpty();
        assertThat(node("mesh").refusal("idc-a")).isEqualTo("node shop-1: certificateProvider: \"mesh\" (expected:"
                + " spillway, as it is named in the bootstrap)");
    }
}
