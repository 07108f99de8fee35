package io.spillway.control.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.spillway.control.load.SpillPlan.Situation;
import io.spillway.control.load.SpillPlan.Target;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** How much an IDC sends abroad: examples, and what holds for random figures. */
class SpillPlanTest {

    private static Situation of(double demand, double home, double... abroad) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < abroad.length; i++) {
            targets.add(new Target("idc-" + (char) ('b' + i), abroad[i]));
        }
        return new Situation(demand, home, targets);
    }

    @Test
    void homeIsFilledFirstThenTheTargetsInOrder() {
        assertThat(SpillPlan.of(of(80, 100, 50))).isEqualTo(new SpillPlan(1, Map.of("idc-b", 0.0), 0));
        assertThat(SpillPlan.of(of(200, 100, 50, 100)).abroad()).isEqualTo(Map.of("idc-b", 0.25, "idc-c", 0.25));
        assertThat(SpillPlan.of(of(100, 0, 1000))).isEqualTo(new SpillPlan(0, Map.of("idc-b", 1.0), 0));
    }

    @Test
    void whatNobodyCanCarryStaysAtHome() {
        SpillPlan plan = SpillPlan.of(of(400, 100, 100));
        assertThat(plan).isEqualTo(new SpillPlan(0.75, Map.of("idc-b", 0.25), 200));
    }

    @Test
    void withoutDemandTheFirstRequestGoesWhereAnybodyIs() {
        assertThat(SpillPlan.of(of(0, 100, 50)).home()).isEqualTo(1);
        assertThat(SpillPlan.of(of(0, 0, 0, 50)).abroad()).isEqualTo(Map.of("idc-b", 0.0, "idc-c", 1.0));
        assertThat(SpillPlan.of(of(0, 0, 0)).home()).isEqualTo(1);
    }

    @Test
    void figuresThatAreNoneAreErrors() {
        assertThatThrownBy(() -> of(Double.NaN, 1)).hasMessage("demand: NaN (expected: requests per second)");
        assertThatThrownBy(() -> of(1, 1, -4)).hasMessage("idc-b: capacity: -4.0 (expected: requests per second)");
    }

    /** N gateways with unequal shares of the demand, each by the same plan: no target gets more than it can carry. */
    @Test
    void allGatewaysTogetherDoNotOverfillATarget() {
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] gateways = random.doubles(random.nextInt(1, 40), 0, 500).toArray();
            double demand = Arrays.stream(gateways).sum();
            Situation now = of(demand, random.nextDouble(0, demand * 1.5 + 1), random.nextDouble(0, demand + 1),
                    random.nextDouble(0, demand + 1));
            SpillPlan plan = SpillPlan.of(now);
            double parts = plan.home();
            for (Target target : now.targets()) {
                double part = plan.abroad().getOrDefault(target.idc(), 0.0);
                double sent = Arrays.stream(gateways).map(own -> own * part).sum();
                assertThat(part).as("seed %d", seed).isBetween(0.0, 1.0);
                assertThat(sent).as("seed %d", seed).isLessThanOrEqualTo(target.capacity() * (1 + 1e-9));
                parts += part;
            }
            assertThat(parts).as("seed %d", seed).isCloseTo(1, within(1e-9));
            assertThat(plan.home() * demand - now.capacity()).as("seed %d: home is overfilled by the excess only", seed)
                    .isLessThanOrEqualTo(plan.excess() + 1e-6);
        }
    }

    @Test
    void moreDemandSendsMoreAndMoreAtHomeSendsLess() {
        for (int seed = 0; seed < 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double demand = random.nextDouble(1, 1000);
            double home = random.nextDouble(0, 1000);
            double there = random.nextDouble(0, 1000);
            double more = random.nextDouble(0, 100);
            double sent = sent(of(demand, home, there));
            assertThat(sent(of(demand + more, home, there))).as("seed %d", seed).isGreaterThanOrEqualTo(sent - 1e-9);
            assertThat(sent(of(demand, home + more, there))).as("seed %d", seed).isLessThanOrEqualTo(sent + 1e-9);
            assertThat(sent(of(demand, home, there + more))).as("seed %d", seed).isGreaterThanOrEqualTo(sent - 1e-9);
        }
    }

    private static double sent(Situation now) {
        return SpillPlan.of(now).abroad().values().stream().mapToDouble(part -> part * now.demand()).sum();
    }

    @Test
    void figuresThatTrembleMoveNothingAndNeedMovesAtOnce() {
        SpillPlan plan = SpillPlan.of(of(200, 100, 200));
        assertThat(plan.next(of(195, 100, 200))).isEqualTo(plan);
        SpillPlan overloaded = SpillPlan.of(of(400, 100, 100));
        assertThat(overloaded.next(of(399, 100, 100))).as("the parts stay while the excess trembles")
                .isEqualTo(new SpillPlan(0.75, Map.of("idc-b", 0.25), 199));
        assertThat(plan.next(of(150, 100, 200)).home()).as("a step").isCloseTo(2.0 / 3, within(1e-9));
        assertThat(plan.next(of(201, 100, 200)).home()).as("home would be overfilled").isLessThan(0.5);
        assertThat(plan.next(of(200, 100, 99)).abroad().get("idc-b")).as("the target shrank").isLessThan(0.5);
        assertThat(plan.next(of(200, 100)).abroad()).as("the target is gone").isEmpty();
    }

    /** Whatever comes in whatever order: a plan that is kept overfills nobody either. */
    @Test
    void aPlanThatIsKeptIsASafeOne() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SpillPlan plan = SpillPlan.of(of(100, 100, 100));
            for (int i = 0; i < 50; i++) {
                Situation now = of(random.nextDouble(50, 250), random.nextDouble(0, 150), random.nextDouble(0, 150));
                plan = plan.next(now);
                double slack = plan.excess() > 0 ? SpillPlan.STEP * now.demand() : 0;
                assertThat(plan.abroad().getOrDefault("idc-b", 0.0) * now.demand()).as("seed %d", seed)
                        .isLessThanOrEqualTo(now.targets().getFirst().capacity() + 1e-6);
                assertThat(plan.home() * now.demand()).as("seed %d", seed)
                        .isLessThanOrEqualTo(now.capacity() + plan.excess() + slack + 1e-6);
            }
        }
    }
}
