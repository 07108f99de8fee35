package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.route.PathPolicy;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.EntranceSpec;
import io.spillway.model.resource.EscapedSlashes;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Two servers that read one path differently: what an encoded slash is, is decided once, by the operator of the IDC. */
class EntrancePathTest {
    private final CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 1);

    private static ControlState world(EscapedSlashes slashes) {
        return ControlState.empty().with(Resource.of("orders", ServiceSpec.of(List.of("orders.test"), null)))
                .with(Resource.of("idc-a", new IdcSpec(null, null, List.of(), List.of(), 0, CrossingSpec.DEFAULT,
                        new EntranceSpec(slashes))));
    }

    private static RoutingSnapshot snapshot(Catalog catalog) {
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        catalog.all(ResourceType.ROUTE).forEach((_, resource) -> assembler.put(resource.any()));
        Listeners.of(Map.of("entrance", "127.0.0.1:1", "crossing", "127.0.0.1:2", "local", "127.0.0.1:3"),
                catalog.rules()).values().forEach(listener -> assembler.put(listener.any()));
        return assembler.assemble(Map.of());
    }

    private static PathPolicy.EscapedSlashes expected(EscapedSlashes slashes) {
        return switch (slashes) {
            case KEEP_UNCHANGED -> PathPolicy.EscapedSlashes.KEEP;
            case REJECT_REQUEST -> PathPolicy.EscapedSlashes.REJECT;
            case UNESCAPE_AND_REDIRECT -> PathPolicy.EscapedSlashes.REDIRECT;
            case UNESCAPE_AND_FORWARD -> PathPolicy.EscapedSlashes.DECODE;
        };
    }

    @ParameterizedTest
    @EnumSource(EscapedSlashes.class)
    void theSettingOfTheIdcReachesItsEntranceAndNoOtherListener(EscapedSlashes slashes) {
        RoutingSnapshot snapshot = snapshot(builder.build(world(slashes)));
        assertThat(snapshot.table(ListenerRole.ENTRANCE).paths())
                .isEqualTo(new PathPolicy(true, true, expected(slashes)));
        assertThat(snapshot.table(ListenerRole.CROSSING).paths()).as("the other IDC's entrance has done it")
                .isEqualTo(PathPolicy.AS_RECEIVED);
        assertThat(snapshot.table(ListenerRole.LOCAL).paths()).isEqualTo(PathPolicy.AS_RECEIVED);
    }

    @Test
    void aChangeOfTheSettingTouchesTheListenerAndOnlyThen() {
        ControlState before = world(EscapedSlashes.KEEP_UNCHANGED);
        Catalog catalog = builder.build(before);
        assertThat(builder.update(catalog, before, new Touched()).changed(ResourceType.LISTENER)).isEmpty();
        CatalogChange change = builder.update(catalog, world(EscapedSlashes.REJECT_REQUEST), new Touched());
        assertThat(change.changed(ResourceType.LISTENER)).isEqualTo(Set.of("entrance"));
        assertThat(change.catalog().rules().entrance().escapedSlashes()).isEqualTo(EscapedSlashes.REJECT_REQUEST);
    }

    @Test
    void explainSaysWhatTheGatewayDoes() {
        ExplainResult result = new ExplainedCatalog("idc-a").explain(
                builder.build(world(EscapedSlashes.UNESCAPE_AND_REDIRECT)),
                new ExplainRequest("idc-a", "entrance", "GET", "orders.test", "/a%2Fb?x", Map.of()));
        assertThat(((ExplainResult.Explained) result).steps()).anySatisfy(
                step -> assertThat(step.decision()).isEqualTo("status 307 to /a/b?x"));
    }
}
