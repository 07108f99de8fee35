package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.assembly.Validation;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may come to the crossing of idc-b, from the Service resource to the policy that its gateways keep. */
class CrossingCallersTest {

    private static Resource service(String name, ServiceProtocol protocol, String... exportTo) {
        return Resource.of(name,
                new ServiceSpec(List.of(name + ".test"), Map.of(), ServiceSpec.DEFAULT_GROUPS, protocol,
                        null, ServicePolicy.DEFAULTS, List.of(exportTo)));
    }

    private static ControlState state() {
        return ControlState.empty().with(service("everybodys", ServiceProtocol.HTTP1, "*"))
                .with(service("some", ServiceProtocol.HTTP1, "idc-a", "idc-b", "idc.c"))
                .with(service("nobodys", ServiceProtocol.HTTP2))
                .with(service("ledger", ServiceProtocol.TCP, "idc-a"));
    }

    private static RouteTable crossing(Catalog catalog) {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-b");
        assertThat(assembler.put(requireNonNull(catalog.get(ResourceType.ROUTE, "crossing")).any()))
                .isInstanceOf(Validation.Valid.class);
        Listeners.of(Map.of("crossing", "127.0.0.1:1"), catalog.rules().withoutTunnels()).values()
                .forEach(listener -> assertThat(assembler.put(listener.any())).isInstanceOf(Validation.Valid.class));
        return assembler.assemble(Map.of()).table(ListenerRole.CROSSING);
    }

    private static boolean may(String idc, Role role, String service, boolean tunnel) {
        RouteTable table = crossing(new CatalogBuilder("idc-b", () -> 1).build(state()));
        Route route = table.routes().stream().filter(one -> one.name().equals(service + "/default")).findFirst()
                .orElseThrow();
        CallerPolicy own = route.guard().callers();
        return requireNonNull(own == null ? table.callers() : own)
                .allows(new SpiffeId("spillway", idc, role, "one"), tunnel);
    }

    private static boolean may(String idc, Role role, String service) {
        return may(idc, role, service, false);
    }

    @Test
    void gatewaysOfOtherIdcsMayCallEverything() {
        for (String service : List.of("everybodys", "some", "nobodys", "ledger")) {
            assertThat(may("idc-a", Role.GATEWAY, service)).as(service).isTrue();
            assertThat(may("idc-z", Role.GATEWAY, service, true)).as(service).isTrue();
        }
    }

    @Test
    void workloadsOfOtherIdcsMayCallWhatIsForAllIdcs() {
        assertThat(may("idc-a", Role.WORKLOAD, "everybodys")).isTrue();
        assertThat(may("idc-z", Role.WORKLOAD, "everybodys")).isTrue();
    }

    @Test
    void workloadsOfNamedIdcsMayCallWhatIsForTheirs() {
        assertThat(may("idc-a", Role.WORKLOAD, "some")).isTrue();
        assertThat(may("idc.c", Role.WORKLOAD, "some")).isTrue();
        assertThat(may("idcXc", Role.WORKLOAD, "some")).as("a dot is a dot").isFalse();
        assertThat(may("idc-z", Role.WORKLOAD, "some")).isFalse();
    }

    @Test
    void whatIsForNobodyIsForNobody() {
        assertThat(may("idc-a", Role.WORKLOAD, "nobodys")).isFalse();
    }

    @Test
    void ourOwnWorkloadsHaveTheLocalListener() {
        assertThat(may("idc-b", Role.WORKLOAD, "everybodys")).isFalse();
        assertThat(may("idc-b", Role.WORKLOAD, "some")).as("even where it is named").isFalse();
    }

    @Test
    void otherProcessesHaveNoBusinessHere() {
        for (Role role : Set.of(Role.SYNC, Role.CONTROL)) {
            assertThat(may("idc-a", role, "everybodys")).as(role.word()).isFalse();
        }
    }

    @Test
    void aTunnelIsForServicesThatSpeakNoHttp() {
        assertThat(may("idc-a", Role.WORKLOAD, "ledger", true)).isTrue();
        assertThat(may("idc-a", Role.WORKLOAD, "everybodys", true)).isFalse();
        assertThat(may("idc-a", Role.WORKLOAD, "some", true)).isFalse();
    }

    @Test
    void theUsualServiceCostsNothing() {
        RouteTable table = crossing(new CatalogBuilder("idc-b", () -> 1).build(state()));
        assertThat(table.routes()).filteredOn(route -> route.guard().callers() == null).singleElement()
                .returns("everybodys/default", Route::name);
    }

    @Test
    void aStockEnvoyFindsTheTunnelsOfServicesThatSpeakNoHttp() {
        RouteTable table = crossing(new CatalogBuilder("idc-b", () -> 1).build(state()));
        assertThat(table.hosts().getFirst().rules())
                .filteredOn(rule -> rule.match().path() instanceof PathMatch.Connect)
                .singleElement().satisfies(rule -> {
                    assertThat(rule.route().name()).isEqualTo("ledger/default#connect");
                    assertThat(rule.match().headers()).as("for that cluster only").hasSize(1);
                    assertThat(rule.route().guard().callers()).isNotNull();
                });
    }

    @Test
    void inTheClearNobodyHasANameToAskFor() {
        ControlState clear = state().with(Resource.of("idc-b",
                new IdcSpec(null, null, List.of(), List.of(), 0, new CrossingSpec(true, "spillway"))));
        assertThat(crossing(new CatalogBuilder("idc-b", () -> 1).build(clear)).callers()).isNull();
    }

    @Test
    void aChangeOfWhoMayReachesTheListenersAndRoutes() {
        CatalogBuilder builder = new CatalogBuilder("idc-b", () -> 1);
        Catalog before = builder.build(state());
        ControlState after = state().with(service("everybodys", ServiceProtocol.HTTP1, "idc-a"))
                .with(Resource.of("idc-b",
                        new IdcSpec(null, null, List.of(), List.of(), 0, new CrossingSpec(true, "spillway"))));
        Touched touched = new Touched();
        touched.services().add("everybodys");
        CatalogChange change = builder.update(before, after, touched);
        assertThat(change.changed().get(ResourceType.ROUTE)).contains("crossing");
        assertThat(change.changed().get(ResourceType.LISTENER)).contains(XdsNames.ROUTE_CROSSING);
    }
}
