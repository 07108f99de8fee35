package io.spillway.control.spill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.spillway.control.spill.SpillPlan.Situation;
import io.spillway.control.spill.SpillPlan.Target;
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
        SpillPlan fits = SpillPlan.of(of(80, 100, 50));
        assertThat(fits.home()).isEqualTo(1);
        assertThat(fits.abroad()).isEqualTo(Map.of("idc-b", 0.0));
        assertThat(fits.reason()).isEqualTo("80/s wanted in this IDC, 100/s can be carried here: all of it stays");
        SpillPlan spills = SpillPlan.of(of(200, 100, 50, 100));
        assertThat(spills.abroad()).isEqualTo(Map.of("idc-b", 0.25, "idc-c", 0.25));
        assertThat(spills.reason())
                .isEqualTo("200/s wanted in this IDC, 100/s can be carried here: 50.0 % go elsewhere");
        assertThat(SpillPlan.of(of(100, 0, 1000)).home()).isZero();
    }

    @Test
    void whatNobodyCanCarryIsDividedByWhatEachCarries() {
        SpillPlan plan = SpillPlan.of(of(400, 150, 50));
        assertThat(plan.home()).isEqualTo(0.75);
        assertThat(plan.abroad()).isEqualTo(Map.of("idc-b", 0.25));
        assertThat(plan.excess()).isEqualTo(200);
        assertThat(plan.reason()).isEqualTo("400/s wanted in this IDC, 150/s can be carried here and 50/s elsewhere: "
                + "200/s are too much for all");
    }

    @Test
    void aHomeThatIsNearlyDeadIsNotLeftWithWhatNobodyCanCarry() {
        assertThat(SpillPlan.of(of(1000, 10, 390)).home()).isCloseTo(0.025, within(1e-9));
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
            double there = random.nextDouble(0, demand + 1);
            Situation now = of(demand, random.nextDouble(0, demand * 1.5 + 1), there, random.nextDouble(0, demand + 1));
            SpillPlan plan = SpillPlan.of(now);
            double parts = plan.home();
            for (Target target : now.targets()) {
                double part = plan.abroad().getOrDefault(target.idc(), 0.0);
                double sent = Arrays.stream(gateways).map(own -> own * part).sum();
                assertThat(part).as("seed %d", seed).isBetween(0.0, 1.0);
                if (plan.excess() == 0) {
                    assertThat(sent).as("seed %d", seed).isLessThanOrEqualTo(target.capacity() * (1 + 1e-9));
                }
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
}
