package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Sticky;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A Service names what its users are known by: from the resource over xDS to the gateway's choice, a shift moves users. */
class StickyShiftChainTest {

    private static final int USERS = 60;

    /** Orders with two groups, its host and a route of another host, with so many percent for idc-b. */
    private static Catalog shifted(int percent) {
        ServiceSpec orders = new ServiceSpec(List.of("orders.test"), Map.of(),
                List.of(new GroupSpec("blue", 50), new GroupSpec("green", 50)), "core",
                ServicePolicy.DEFAULTS.withSticky(new Sticky.Header("x-user")), ServiceSpec.EXPORT_TO_ALL);
        ControlState state = ControlState.empty()
                .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
                .with(Resource.of("orders", orders))
                .with(Resource.of("shop", new RouteSpec(List.of("shop.test"), List.of(RouteMatch.ANY),
                        List.of(new WeightedGroup("orders", "green", 100)), null, null, null)))
                .with(Resource.of("drgroup.core", new TrafficShiftSpec(new ShiftScope.DrGroupScope("core"),
                        Map.of("idc-a", 100 - percent, "idc-b", percent), Set.of(), "a step", null,
                        OnExpiry.ALARM, false, new Generation(1, "idc-a"), "ann")));
        return new CatalogBuilder("idc-a", () -> 1).build(state);
    }

    /** Returns where a request goes, as in "blue!idc-b"; empty when chance decides. */
    private static String goes(Catalog catalog, String host, Map<String, String> headers) {
        return ((ExplainResult.Explained) new ExplainedCatalog("idc-a").explain(catalog,
                new ExplainRequest("idc-a", "entrance", "GET", host, "/", headers))).steps().stream()
                .filter(step -> step.step().equals("group") && step.decision().endsWith(" all")).findFirst()
                .map(step -> step.decision().substring("orders/".length(), step.decision().indexOf(' '))).orElse("");
    }

    @Test
    void fromTenOverFiftyToAHundredOnlyUsersMoveWhoMustAndNobodyComesBack() {
        List<Catalog> steps = List.of(shifted(10), shifted(50), shifted(100));
        int[] there = {0, 0, 0};
        for (int i = 0; i < USERS; i++) {
            Map<String, String> user = Map.of("x-user", "user-" + i);
            String before = "";
            for (int step = 0; step < 2; step++) {
                String now = goes(steps.get(step), "orders.test", user);
                assertThat(now).as("a user stays with its group").startsWith(before.isEmpty()
                        ? ""
                        : before.substring(0, before.indexOf('!') + 1));
                assertThat(before.endsWith("!idc-b") && !now.endsWith("!idc-b")).as("user-%s came back", i).isFalse();
                assertThat(goes(steps.get(step), "shop.test", user)).as("on a route that names no key").isEqualTo(
                        "green!" + now.substring(now.indexOf('!') + 1));
                there[step] += now.endsWith("!idc-b") ? 1 : 0;
                before = now;
            }
            assertThat(goes(steps.get(2), "orders.test", user)).endsWith("!idc-b");
        }
        assertThat(there[0]).isBetween(1, USERS / 5);
        assertThat(there[1]).isBetween(USERS / 3, USERS * 2 / 3);
    }

    @Test
    void whoHasNoKeyGoesByChance() {
        assertThat(goes(shifted(50), "orders.test", Map.of())).isEmpty();
    }
}
