package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.clusters.aggregate.v3.ClusterConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** How gRPC's own client with a certificate is led to idc-b, by mutual TLS, and to idc-c, in the clear. */
class GrpcCrossingsTest {

    private static final CrossingSpec CLEAR = new CrossingSpec(true, "spillway");
    private static final CrossingSpec SECURED = new CrossingSpec(false, "corp.example");
    private final CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 1);

    private static ControlState state(ServiceProtocol protocol, CrossingSpec toB) {
        return ControlState.empty().with(idc("idc-b", toB)).with(idc("idc-c", CLEAR))
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b", "idc-c"), 1)))
                .with(Resource.of("orders",
                        new ServiceSpec(List.of("orders.test"), Map.of(), ServiceSpec.DEFAULT_GROUPS, protocol,
                                "core", ServicePolicy.DEFAULTS, List.of("*"))))
                .with(Resource.of("orders-1",
                        new WorkloadEntrySpec("orders", "default", "primary-a", "10.1.0.1", 80, 100,
                                WorkloadState.UP, Map.of(), null)))
                .with(entry("idc-b", "10.2.0.1")).with(entry("idc-c", "10.3.0.1"));
    }

    private static Resource idc(String name, CrossingSpec crossing) {
        return Resource.of(name, new IdcSpec(null, null, List.of(), List.of(), 0, crossing));
    }

    private static Resource entry(String idc, String gateway) {
        return Resource.of("orders." + idc,
                new ServiceEntrySpec(idc, "orders", new OriginVersion(1, 1),
                        List.of(new GatewayAddress("gw-1", gateway, 7000)),
                        List.of(new GroupCapacity("default", 4, 4, 400, 400))));
    }

    private static Versioned shared(Catalog catalog, ResourceType type, String name) {
        return requireNonNull(catalog.get(type, name));
    }

    private static Cluster crossing(Catalog catalog, String name) throws Exception {
        return GrpcCrossings.cluster(shared(catalog, ResourceType.CLUSTER, "orders/default"), name, true).any()
                .unpack(Cluster.class);
    }

    @Test
    void aClusterIsMadeOfOneClusterPerIdcInOrderOfPreference() throws Exception {
        Catalog catalog = builder.build(state(ServiceProtocol.HTTP2, SECURED));
        List<String> members = catalog.membersOf("orders/default");
        assertThat(members).containsExactly("orders/default@local", "orders/default>idc-b", "orders/default>idc-c");
        assertThat(catalog.membersOf("orders/default!idc-c")).containsExactly("orders/default>idc-c",
                "orders/default@local", "orders/default>idc-b");
        assertThat(catalog.membersOf("orders/default@local")).as("it leads nowhere else").isEmpty();

        Cluster aggregate = GrpcCrossings
                .aggregate(shared(catalog, ResourceType.CLUSTER, "orders/default"), members, true).any()
                .unpack(Cluster.class);
        assertThat(aggregate.getClusterType().getName()).isEqualTo("envoy.clusters.aggregate");
        assertThat(aggregate.getClusterType().getTypedConfig().unpack(ClusterConfig.class).getClustersList())
                .isEqualTo(members);
        assertThat(aggregate.hasEdsClusterConfig()).as("endpoints are its members' business").isFalse();
    }

    @Test
    @SuppressWarnings("deprecation") // the only list of names that gRPC reads
    void eachIsSecuredAsItsIdcSays() throws Exception {
        Catalog catalog = builder.build(state(ServiceProtocol.HTTP2, SECURED));
        CommonTlsContext tls = crossing(catalog, "orders/default>idc-b").getTransportSocket().getTypedConfig()
                .unpack(UpstreamTlsContext.class).getCommonTlsContext();
        assertThat(tls.getTlsCertificateProviderInstance().getInstanceName()).isEqualTo("spillway");
        assertThat(tls.getValidationContext().getCaCertificateProviderInstance().getInstanceName())
                .isEqualTo("spillway");
        assertThat(tls.getValidationContext().getMatchSubjectAltNamesList()).singleElement()
                .satisfies(name -> assertThat(name.getPrefix()).isEqualTo("spiffe://corp.example/idc/idc-b/gateway/"));
        assertThat(tls.getTlsCertificateSdsSecretConfigsList()).as("gRPC knows no secrets").isEmpty();
        Cluster clear = crossing(catalog, "orders/default>idc-c");
        assertThat(clear.hasTransportSocket()).isFalse();
        assertThat(clear.getEdsClusterConfig().getServiceName()).isEqualTo("orders/default>idc-c");
    }

    @Test
    void itsEndpointsAreTheGatewaysOfThatIdcAndNoOthers() throws Exception {
        Catalog catalog = builder.build(state(ServiceProtocol.HTTP2, SECURED));
        Versioned all = shared(catalog, ResourceType.ENDPOINT, "orders/default");
        ClusterLoadAssignment there = GrpcCrossings.assignment(all, "orders/default>idc-c").any()
                .unpack(ClusterLoadAssignment.class);
        assertThat(there.getClusterName()).isEqualTo("orders/default>idc-c");
        assertThat(there.getEndpointsList()).singleElement().returns(0, LocalityLbEndpoints::getPriority)
                .satisfies(locality -> assertThat(
                        locality.getLbEndpoints(0).getEndpoint().getAddress().getSocketAddress().getAddress())
                        .isEqualTo("10.3.0.1"));
        assertThat(GrpcCrossings.assignment(all, "orders/default>idc-z").any().unpack(ClusterLoadAssignment.class)
                .getEndpointsCount()).as("an IDC that has none of it").isZero();
    }

    @Test
    void whereNobodyAsksForTlsOrNoCallCanCrossNothingIsMadeOfMembers() {
        Catalog clear = builder.build(state(ServiceProtocol.HTTP2, CLEAR));
        assertThat(clear.membersOf("orders/default")).isEmpty();
        assertThat(clear.isCrossing("orders/default>idc-b")).isFalse();
        assertThat(builder.build(state(ServiceProtocol.HTTP1, SECURED)).membersOf("orders/default")).isEmpty();
    }

    @Test
    void theCatalogSaysWhatOfThemIsNew() {
        ControlState before = state(ServiceProtocol.HTTP2, SECURED);
        Catalog catalog = builder.build(before);
        Touched moved = new Touched();
        moved.endpoints().add("orders");
        CatalogChange endpoints = builder.update(catalog, before.with(entry("idc-b", "10.2.0.2")), moved);
        assertThat(endpoints.changed(ResourceType.ENDPOINT)).contains("orders/default>idc-b");
        assertThat(endpoints.changed(ResourceType.CLUSTER)).as("who is there is no matter of clusters").isEmpty();
        Touched nothing = new Touched();
        nothing.endpoints().add("orders");
        assertThat(builder.update(catalog, before, nothing).isEmpty()).isTrue();

        Touched touched = new Touched();
        touched.services().add("orders");
        CatalogChange clear = builder.update(catalog, before.with(idc("idc-b", CLEAR)), touched);
        assertThat(clear.changed(ResourceType.CLUSTER)).contains("orders/default", "orders/default!idc-b",
                "orders/default>idc-b");
        CatalogChange gone = builder.update(catalog, before.without(Kind.SERVICE, "orders", 2),
                touched);
        assertThat(gone.changed(ResourceType.CLUSTER)).contains("orders/default>idc-b", "orders/default>idc-c");
        assertThat(gone.catalog().isCrossing("orders/default>idc-b")).isFalse();
    }
}
