package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.spillway.control.state.ControlState;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Transport;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.IdcSpec;
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

/** How this control plane tells data planes to reach the gateways of idc-b. */
class CrossingSecurityTest {

    private static Catalog catalog(CrossingSpec toB) {
        return new CatalogBuilder("idc-a", () -> 1).build(ControlState.empty()
                .with(Resource.of("idc-b", new IdcSpec(null, null, List.of(), List.of(), 0, toB)))
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), "core")))
                .with(Resource.of("orders-1",
                        new WorkloadEntrySpec("orders", "default", "primary-a", "10.1.0.1", 80, 100,
                                WorkloadState.UP, Map.of(), null)))
                .with(Resource.of("orders.idc-b", new ServiceEntrySpec("idc-b", "orders", new OriginVersion(1, 1),
                        List.of(new GatewayAddress("gw-1", "10.2.0.1", 7000)),
                        List.of(new GroupCapacity("default", 4, 4, 400, 400))))));
    }

    private static Cluster cluster(Catalog catalog, String name) throws Exception {
        Versioned found = catalog.get(ResourceType.CLUSTER, name);
        assertThat(found).isNotNull();
        return requireNonNull(found).any().unpack(Cluster.class);
    }

    /** Returns how a gateway of ours reaches each endpoint. */
    private static Map<String, Transport> transports(Catalog catalog) {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        for (ResourceType type : List.of(ResourceType.CLUSTER, ResourceType.ENDPOINT)) {
            catalog.all(type).forEach((_, resource) -> assembler.put(resource.any()));
        }
        return assembler.assemble(Map.of()).clusters().values().stream()
                .flatMap(cluster -> cluster.priorities().stream()).flatMap(level -> level.localities().stream())
                .flatMap(locality -> locality.endpoints().stream())
                .collect(Collectors.toMap(Endpoint::address, Endpoint::transport, (one, other) -> one));
    }

    @Test
    void mutualTlsIsWhatHappensWhenNothingIsSaid() throws Exception {
        Catalog catalog = catalog(CrossingSpec.DEFAULT);
        TransportSocketMatch match = cluster(catalog, "orders/default").getTransportSocketMatches(0);
        CommonTlsContext tls = match.getTransportSocket().getTypedConfig().unpack(UpstreamTlsContext.class)
                .getCommonTlsContext();
        assertThat(match.getName()).isEqualTo("crossing-idc-b");
        assertThat(tls.getCombinedValidationContext().getDefaultValidationContext().getMatchTypedSubjectAltNames(0)
                .getMatcher().getPrefix()).isEqualTo("spiffe://spillway/idc/idc-b/gateway/");
        assertThat(tls.getTlsCertificatesCount()).as("no key travels").isZero();
        assertThat(tls.getTlsCertificateSdsSecretConfigs(0).getName()).isEqualTo("spillway-identity");
        assertThat(tls.getTlsCertificateSdsSecretConfigs(0).hasSdsConfig()).as("from its own bootstrap").isFalse();
        assertThat(transports(catalog)).isEqualTo(Map.of("10.1.0.1:80", Transport.PLAIN, "10.2.0.1:7000",
                new Transport.Crossing("spillway", "idc-b")));
    }

    private static ListenerRules crossingRules(CrossingSpec own) {
        return new CatalogBuilder("idc-a", () -> 1).build(ControlState.empty()
                .with(Resource.of("idc-a", new IdcSpec(null, null, List.of(), List.of(), 0, own)))).rules();
    }

    private static FilterChain crossingChain(CrossingSpec own, Set<String> plaintext) throws Exception {
        Versioned listener = Listeners
                .of(Map.of("crossing", "0.0.0.0:7000"), crossingRules(own).clear(plaintext)).get("crossing");
        return requireNonNull(listener).any().unpack(Listener.class).getFilterChains(0);
    }

    @Test
    void aStockEnvoyTakesGatewaysAndWorkloadsThatShowWhoTheyAre() throws Exception {
        DownstreamTlsContext tls = crossingChain(new CrossingSpec(false, "corp.example"), Set.of()).getTransportSocket()
                .getTypedConfig().unpack(DownstreamTlsContext.class);
        assertThat(tls.getRequireClientCertificate().getValue()).isTrue();
        assertThat(tls.getDisableStatelessSessionResumption() && tls.getDisableStatefulSessionResumption())
                .as("a session that is taken up again shows no certificate").isTrue();
        CommonTlsContext common = tls.getCommonTlsContext();
        assertThat(common.getTlsCertificatesCount()).as("no key travels").isZero();
        assertThat(common.getTlsCertificateSdsSecretConfigs(0).getName()).isEqualTo("spillway-identity");
        assertThat(common.getCombinedValidationContext().getValidationContextSdsSecretConfig().getName())
                .isEqualTo("spillway-trust");
        List<String> names = common.getCombinedValidationContext().getDefaultValidationContext()
                .getMatchTypedSubjectAltNamesList().stream().map(name -> name.getMatcher().getSafeRegex().getRegex())
                .toList();
        for (SpiffeId.Role role : SpiffeId.Role.values()) {
            String shown = new SpiffeId("corp.example", "idc-b", role, "one").uri();
            assertThat(names.stream().anyMatch(shown::matches)).as(shown)
                    .isEqualTo(role == SpiffeId.Role.GATEWAY || role == SpiffeId.Role.WORKLOAD);
        }
        assertThat(names).noneMatch("spiffe://spillway/idc/idc-b/gateway/one"::matches);
    }

    @Test
    void inTheClearIsWhatAnIdcOrANodeSaysItself() throws Exception {
        for (FilterChain chain : List.of(crossingChain(new CrossingSpec(true, "spillway"), Set.of()),
                crossingChain(CrossingSpec.DEFAULT, Set.of("crossing")))) {
            assertThat(chain.hasTransportSocket()).isFalse();
            assertThat(chain.getFilters(0).getTypedConfig().unpack(HttpConnectionManager.class).getHttpFiltersList())
                    .as("and nobody has a name to ask for").noneMatch(filter -> filter.getName().contains("rbac"));
        }
        assertThat(crossingChain(CrossingSpec.DEFAULT, Set.of("entrance")).hasTransportSocket()).isTrue();
    }

    @Test
    void ourOwnGatewaysTakeTheSameListener() {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        assertThat(Listeners.of(Map.of("crossing", "0.0.0.0:7000"), crossingRules(CrossingSpec.DEFAULT)).values())
                .allSatisfy(listener -> assertThat(assembler.put(listener.any())).isInstanceOf(Validation.Valid.class));
    }

    @Test
    void aServiceThatSpeaksNoHttpIsAskedForByServerName() throws Exception {
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(ControlState.empty()
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("ledger", new ServiceSpec(List.of("*"), Map.of(), ServiceSpec.DEFAULT_GROUPS,
                        ServiceProtocol.TCP, "core", ServicePolicy.DEFAULTS, ServiceSpec.EXPORT_TO_ALL)))
                .with(Resource.of("web", ServiceSpec.of(List.of("web.test"), "core"))));
        UpstreamTlsContext ledger = cluster(catalog, "ledger/default").getTransportSocketMatches(0)
                .getTransportSocket().getTypedConfig().unpack(UpstreamTlsContext.class);
        assertThat(ledger.getSni()).isEqualTo("g7.default.ledger");
        assertThat(ledger.getCommonTlsContext().getAlpnProtocolsList()).containsExactly("spillway-tcp");
        UpstreamTlsContext web = cluster(catalog, "web/default").getTransportSocketMatches(0)
                .getTransportSocket().getTypedConfig().unpack(UpstreamTlsContext.class);
        assertThat(web.getSni()).isEmpty();
        assertThat(web.getCommonTlsContext().getAlpnProtocolsList()).isEmpty();
    }

    @Test
    void whatNeverLeavesTheIdcNeedsNoIdentity() throws Exception {
        assertThat(cluster(catalog(CrossingSpec.DEFAULT), "orders/default@local").getTransportSocketMatchesCount())
                .isZero();
    }

    @Test
    void anotherTrustDomainIsExpectedOfAnIdcThatSaysSo() throws Exception {
        assertThat(transports(catalog(new CrossingSpec(false, "corp.example")))).containsEntry("10.2.0.1:7000",
                new Transport.Crossing("corp.example", "idc-b"));
    }

    @Test
    void plaintextIsForAnIdcThatSaysSo() throws Exception {
        Catalog catalog = catalog(new CrossingSpec(true, "spillway"));
        assertThat(cluster(catalog, "orders/default").getTransportSocketMatchesCount()).isZero();
        assertThat(transports(catalog)).containsEntry("10.2.0.1:7000", Transport.PLAIN);
    }
}
