package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fault.Fault;
import io.spillway.drill.fleet.Line;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.load.UserGroup;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two groups of the same size, two services: a quarter is a service in one IDC. */
class TouchedShareTest {

    private static final Offset<Double> NEARLY = Offset.offset(1e-9);

    @Test
    void aDeadServiceTouchesTheUsersWhoAreAtHomeThere() {
        assertThat(share(kill(new Selector("idc-a", Role.SERVICE, "orders", null)))).isCloseTo(25, NEARLY);
    }

    @Test
    void aDeadControlPlaneTouchesNobody() {
        assertThat(share(kill(new Selector(null, Role.CONTROL, null, null)),
                kill(new Selector(null, null, null, "idc-a/idc-control")))).isZero();
    }

    @Test
    void anAbortOfHalfTheRequestsTouchesHalf() {
        assertThat(share(new Step.Break("e", null, new Fault.Filter("idc-a", "orders", 50, 503, 0, Duration.ZERO),
                null))).isCloseTo(12.5, NEARLY);
    }

    @Test
    void whatIsTouchedTwiceCountsOnceAndWhatIsTouchedLaterIsAdded() {
        Step toB = new Step.Shift("e", null, "idc-a", "drgroup/core", Map.of("idc-a", 50, "idc-b", 50), List.of(), "r");
        assertThat(share(toB)).as("half of everybody").isCloseTo(50, NEARLY);
        assertThat(share(toB, toB)).isCloseTo(50, NEARLY);
        assertThat(share(toB, kill(new Selector("idc-a", null, null, null)))).isCloseTo(75, NEARLY);
    }

    @Test
    void aBadEntranceTouchesAllWhoComeInThere() {
        assertThat(share(new Step.Break("e", null, new Fault.OnLine(Line.ENTRANCE, null, "idc-b",
                new Fault.Harm.Reset(), Fault.Direction.BOTH), null))).isCloseTo(50, NEARLY);
    }

    @Test
    void aBadNetworkTouchesAllWhoAreAtHomeThere() {
        assertThat(share(new Step.Break("e", null,
                new Fault.OnNetwork("idc-b", 1, Duration.ZERO, Duration.ZERO, 0, Fault.Way.IN), null)))
                .isCloseTo(50, NEARLY);
    }

    private static Step kill(Selector selector) {
        return new Step.Strike("e", null, Step.Blow.KILL, selector, Duration.ZERO, null);
    }

    private static double share(Step... steps) {
        List<UserGroup> users = List.of(new UserGroup("a", "idc-a", 100, 0, List.of("orders", "stock")),
                new UserGroup("b", "idc-b", 100, 0, List.of("orders", "stock")));
        return TouchedShare.of(new DrillPlan("d", "t", "two-idc",
                new LoadSpec(users, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO), null, List.of(steps),
                List.of(), List.of(), List.of()));
    }
}
