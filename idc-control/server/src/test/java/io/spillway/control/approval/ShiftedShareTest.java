package io.spillway.control.approval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.TrafficShiftSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** core has orders with 60 requests/s and pay with 40, of gateways of idc-a; one person may move half of them. */
class ShiftedShareTest {

    private static final ShiftScope CORE = new ShiftScope.DrGroupScope("core");
    private static final ShiftScope ORDERS = new ShiftScope.ServiceScope("orders");
    private static final ShiftScope PAY = new ShiftScope.ServiceScope("pay");
    private static final ShiftScope IDC_A = new ShiftScope.IdcScope("idc-a");

    private final Map<String, Map<String, MeasuredTraffic>> traffic = new HashMap<>();
    private ControlState state = ControlState.empty();

    @BeforeEach
    void core() {
        for (String idc : List.of("idc-a", "idc-b")) {
            stands(Resource.of(idc, new IdcSpec("r", null, List.of(), List.of("127.0.0.1:1"), 0)));
        }
        stands(group("core", 50));
        stands(service("orders", "core"));
        stands(service("pay", "core"));
        traffic.put("orders", Map.of("idc-a", perSecond(60)));
        traffic.put("pay", Map.of("idc-a", perSecond(40)));
    }

    private void stands(Resource resource) {
        state = state.with(resource);
    }

    private static MeasuredTraffic perSecond(double requests) {
        return new MeasuredTraffic(requests, 0, 0, Map.of(), List.of());
    }

    private static Resource group(String name, int approveAbove) {
        return Resource.of(name, new DrGroupSpec(List.of("idc-a", "idc-b"), 1,
                new DrGroupLimits(false, null, List.of(), approveAbove)));
    }

    private static Resource service(String name, String group) {
        return Resource.of(name, ServiceSpec.of(List.of(name + ".test"), group));
    }

    private static Resource shift(ShiftScope scope, int a, int b) {
        return Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of("idc-a", a, "idc-b", b), Set.of(),
                "r", null, OnExpiry.ALARM, false, null, null));
    }

    private static Resource cleared(ShiftScope scope) {
        return Resource.of(scope.resourceName(), new TrafficShiftSpec(scope, Map.of(), Set.of(), "r", null,
                OnExpiry.ALARM, true, null, null));
    }

    private SortedMap<String, Integer> above(Resource... written) {
        return ShiftedShare.of(state, List.of(written), traffic).above();
    }

    private static SortedMap<String, Integer> core(int percent) {
        return new TreeMap<>(Map.of("core", percent));
    }

    @Test
    void halfOfItMovesByOneAndMoreByTwo() {
        assertThat(above(shift(CORE, 50, 50))).isEmpty();
        assertThat(above(shift(CORE, 49, 51))).isEqualTo(core(50));
        assertThat(above(shift(PAY, 0, 100))).as("40 of 100").isEmpty();
        assertThat(above(shift(ORDERS, 0, 100))).as("60 of 100").isEqualTo(core(50));
        assertThat(above(shift(IDC_A, 0, 100))).as("a whole IDC").isEqualTo(core(50));
        assertThat(above(shift(ORDERS, 40, 60), shift(PAY, 50, 50))).as("36 + 20, together").isEqualTo(core(50));
    }

    @Test
    void whatIsWidenedCountsByWhatItMovesBesides() {
        stands(shift(ORDERS, 0, 100));
        assertThat(above(shift(CORE, 0, 100))).as("only pay moves").isEmpty();
        assertThat(above(shift(CORE, 0, 100), cleared(ORDERS))).as("orders stays, by another shift").isEmpty();
        stands(shift(CORE, 50, 50));
        assertThat(above(cleared(ORDERS))).as("orders comes half of its way back: 30 of 100").isEmpty();
        assertThat(above(shift(IDC_A, 0, 100))).as("others rule all of it").isEmpty();
    }

    @Test
    void theWayHomeIsAsLongAsTheWayOut() {
        stands(shift(CORE, 0, 100));
        assertThat(above(cleared(CORE))).isEqualTo(core(50));
        assertThat(above(shift(CORE, 50, 50))).isEmpty();
        assertThat(above(shift(CORE, 0, 100))).as("nothing moves").isEmpty();
    }

    @Test
    void whereNothingIsMeasuredAnyMoveIsForTwo() {
        traffic.remove("pay");
        assertThat(above(shift(PAY, 99, 1))).isEqualTo(core(50));
        assertThat(above(shift(PAY, 100, 0))).as("what gateways of idc-b send comes to idc-a").isEqualTo(core(50));
        stands(group("core", 100));
        assertThat(above(shift(CORE, 0, 100))).as("nobody is asked").isEmpty();
    }

    @Test
    void anIdcThatIsExcludedGetsNothingWhateverItsShareSays() {
        Resource excluded = Resource.of(CORE.resourceName(), new TrafficShiftSpec(CORE, Map.of(), Set.of("idc-a"), "r",
                null, OnExpiry.ALARM, false, null, null));
        assertThat(above(excluded)).isEqualTo(core(50));
    }

    /** Else the limit would be lifted, or gone round, in the same file. */
    @Test
    void neitherAnotherLimitNorAnotherGroupIsAWayRound() {
        assertThat(above(group("core", 100), shift(CORE, 0, 100))).isEqualTo(core(50));
        stands(group("loose", 100));
        stands(shift(new ShiftScope.DrGroupScope("loose"), 0, 100));
        assertThat(above(service("orders", "loose"))).isEqualTo(core(50));
        assertThat(above(service("pay", "loose"))).isEmpty();
    }
}
