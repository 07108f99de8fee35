package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
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

/** What a stock Envoy is told about connections that come to its crossing and speak no HTTP. */
class StockCrossingTunnelTest {

    private static Resource service(String name, ServiceProtocol protocol, String... exportTo) {
        return Resource.of(name, new ServiceSpec(List.of(name + ".test"), Map.of(), ServiceSpec.DEFAULT_GROUPS,
                protocol, "core", ServicePolicy.DEFAULTS, List.of(exportTo), null));
    }

    private static ControlState world() {
        return ControlState.empty().with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(service("ledger", ServiceProtocol.TCP, "*"))
                .with(service("vault", ServiceProtocol.TCP, "idc-a", "idc-c"))
                .with(service("web", ServiceProtocol.HTTP1, "*"));
    }

    private static Listener crossing(ListenerRules rules) throws Exception {
        return requireNonNull(Listeners.of(Map.of("crossing", "0.0.0.0:7000"), rules).get("crossing")).any()
                .unpack(Listener.class);
    }

    private static Catalog catalog(ControlState state) {
        return new CatalogBuilder("idc-b", () -> 1).build(state);
    }

    private static List<String> chains(Listener listener) {
        return listener.getFilterChainsList().stream().map(FilterChain::getName).toList();
    }

    @Test
    void eachGroupOfATcpServiceHasItsServerName() throws Exception {
        Listener listener = crossing(catalog(world()).rules());
        assertThat(listener.getListenerFiltersList()).singleElement()
                .satisfies(filter -> assertThat(filter.getName()).isEqualTo("envoy.filters.listener.tls_inspector"));
        assertThat(chains(listener)).containsExactly("ledger/default", "vault/default", "");
        FilterChain ledger = listener.getFilterChains(0);
        assertThat(ledger.getFilterChainMatch().getServerNamesList()).containsExactly("g7.default.ledger");
        assertThat(ledger.getFilterChainMatch().getApplicationProtocolsList()).containsExactly("spillway-tcp");
        assertThat(ledger.getFiltersList().stream().map(Filter::getName)).containsExactly("envoy.filters.network.rbac",
                "envoy.filters.network.tcp_proxy");
        assertThat(ledger.getFilters(1).getTypedConfig().unpack(TcpProxy.class).getCluster())
                .isEqualTo("ledger/default@local");
        DownstreamTlsContext tls = tls(ledger);
        assertThat(tls.getCommonTlsContext().getAlpnProtocolsList()).containsExactly("spillway-tcp");
        assertThat(tls.getRequireClientCertificate().getValue()).isTrue();
        assertThat(listener.getFilterChains(2).hasFilterChainMatch()).as("requests come as before").isFalse();
    }

    private static DownstreamTlsContext tls(FilterChain chain) throws Exception {
        return chain.getTransportSocket().getTypedConfig().unpack(DownstreamTlsContext.class);
    }

    private static boolean shakesHands(FilterChain chain, String idc, Role role) throws Exception {
        String shown = new SpiffeId("spillway", idc, role, "one").uri();
        return tls(chain).getCommonTlsContext().getCombinedValidationContext().getDefaultValidationContext()
                .getMatchTypedSubjectAltNamesList().stream()
                .anyMatch(name -> shown.matches(name.getMatcher().getSafeRegex().getRegex()));
    }

    @Test
    void whoMayNotComeIsToldInTheHandshakeBecauseTheServerMaySpeakFirst() throws Exception {
        Listener listener = crossing(catalog(world()).rules());
        FilterChain ledger = listener.getFilterChains(0);
        FilterChain vault = listener.getFilterChains(1);
        for (FilterChain chain : List.of(ledger, vault)) {
            assertThat(shakesHands(chain, "idc-z", Role.GATEWAY)).isTrue();
            assertThat(shakesHands(chain, "idc-a", Role.WORKLOAD)).isTrue();
            assertThat(shakesHands(chain, "idc-a", Role.SYNC)).isFalse();
        }
        assertThat(shakesHands(ledger, "idc-z", Role.WORKLOAD)).isTrue();
        assertThat(shakesHands(vault, "idc-z", Role.WORKLOAD)).isFalse();
    }

    @Test
    void aListenerInTheClearHasNoServerNamesToGoBy() throws Exception {
        ListenerRules clear = catalog(world().with(Resource.of("idc-b",
                new IdcSpec(null, null, List.of(), List.of(), 0, new CrossingSpec(true, "spillway"))))).rules();
        assertThat(chains(crossing(clear))).containsExactly("");
        assertThat(chains(crossing(catalog(world()).rules().clear(Set.of("crossing"))))).containsExactly("");
    }

    @Test
    void ourGatewaysGetTheListenerThatTheyHad() throws Exception {
        Listener listener = crossing(catalog(world()).rules().withoutTunnels());
        assertThat(chains(listener)).containsExactly("");
        assertThat(listener.getListenerFiltersCount()).isZero();
        assertThat(new SnapshotAssembler("idc-b").put(com.google.protobuf.Any.pack(listener)))
                .isInstanceOf(Validation.Valid.class);
    }

    @Test
    void aServiceThatComesOrGoesChangesTheListenerAndOthersDoNot() {
        CatalogBuilder builder = new CatalogBuilder("idc-b", () -> 1);
        Catalog before = builder.build(world());
        Touched vault = new Touched();
        vault.services().add("vault");
        CatalogChange gone = builder.update(before, world().without(Kind.SERVICE, "vault", 99), vault);
        assertThat(gone.changed(ResourceType.LISTENER)).containsExactly("crossing");
        assertThat(gone.catalog().rules().tunnels()).hasSize(1);
        Touched web = new Touched();
        web.services().add("web");
        CatalogChange other = builder.update(before, world().without(Kind.SERVICE, "web", 99), web);
        assertThat(other.changed(ResourceType.LISTENER)).isEmpty();
    }
}
