package io.spillway.gateway.balance;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The worked examples of Envoy's documentation (priority, panic threshold, degraded endpoints), with 100 hosts a priority. */
class PriorityLoadsTest {
    private static PriorityLoads healthy(int panicThreshold, int... healthyPercents) {
        return PriorityLoads.of(Arrays.stream(healthyPercents).mapToObj(one -> new PriorityLoads.Census(100, one, 0))
                .toArray(PriorityLoads.Census[]::new), 140, panicThreshold);
    }

    private static int[] shares(PriorityLoads loads) {
        return IntStream.range(0, loads.count()).map(i -> loads.healthyLoad(i) + loads.degradedLoad(i)).toArray();
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split("/", -1)).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource({"100/100,100/0", "72/100,100/0", "71/100,99/1", "50/100,70/30", "25/100,35/65", "0/100,0/100",
            "72/72,100/0", "71/71,99/1", "50/50,70/30", "25/25,50/50", "100/100/100,100/0/0", "72/72/100,100/0/0",
            "71/71/100,99/1/0", "50/50/100,70/30/0", "25/100/100,35/65/0", "25/25/100,35/35/30"})
    void priorityLevels(String health, String expected) {
        assertThat(shares(healthy(50, numbers(health)))).isEqualTo(numbers(expected));
    }

    /**
     * The documentation rounds this row to 36/36/28; the arithmetic that it describes gives the first what rounding leaves.
     * It also leaves panic out, in which all three would be at a threshold of 50.
     */
    @Test
    void whatRoundingLeavesGoesToTheFirst() {
        PriorityLoads loads = healthy(0, 25, 25, 20);
        assertThat(shares(loads)).isEqualTo(new int[]{37, 35, 28});
        int[] documented = {36, 36, 28};
        for (int i = 0; i < 3; i++) {
            assertThat(loads.healthyLoad(i)).isCloseTo(documented[i], Offset.offset(1));
        }
        assertThat(shares(healthy(50, 25, 25, 20))).as("all in panic: by members").isEqualTo(new int[]{34, 33, 33});
    }

    @ParameterizedTest
    @CsvSource({"72/100,NO/NO,100", "71/100,NO/NO,100", "50/100,NO/NO,100", "25/100,NO/NO,100", "0/100,NO/NO,100",
            "72/72,NO/NO,100", "71/71,NO/NO,100", "50/60,NO/NO,100", "25/100,NO/NO,100", "25/25,YES/YES,70",
            "5/65,YES/NO,98"})
    void panic(String health, String panics, int total) {
        PriorityLoads loads = healthy(50, numbers(health));
        String[] expected = panics.split("/", -1);
        assertThat(loads.panic(0)).isEqualTo(expected[0].equals("YES"));
        assertThat(loads.panic(1)).isEqualTo(expected[1].equals("YES"));
        assertThat(loads.totalAvailability()).isEqualTo(total);
    }

    @Test
    void aPriorityInPanicTakesItsShareOfWhatIsThere() {
        // 7 and 91 of 98: the documentation's 7/93 leaves out that the rest of the rounding goes to the first.
        assertThat(shares(healthy(50, 5, 65))).isEqualTo(new int[]{8, 92});
    }

    @Test
    void whenAllPanicTheLoadGoesByMembers() {
        PriorityLoads loads = PriorityLoads.of(new PriorityLoads.Census[]{new PriorityLoads.Census(10, 0, 0),
                new PriorityLoads.Census(20, 0, 0), new PriorityLoads.Census(0, 0, 0)}, 140, 50);
        assertThat(loads.panic(0)).isTrue();
        assertThat(loads.panic(1)).isTrue();
        assertThat(shares(loads)).isEqualTo(new int[]{34, 66, 0});
    }

    @Test
    void whenAllPanicTheRestOfTheRoundingGoesToTheFirstThatHasMembers() {
        PriorityLoads loads = PriorityLoads.of(new PriorityLoads.Census[]{new PriorityLoads.Census(0, 0, 0),
                new PriorityLoads.Census(1, 0, 0), new PriorityLoads.Census(2, 0, 0)}, 140, 50);
        assertThat(shares(loads)).isEqualTo(new int[]{0, 34, 66});
    }

    @Test
    void aThresholdOfZeroSwitchesPanicOff() {
        PriorityLoads loads = healthy(0, 0, 0);
        assertThat(loads.panic(0)).isFalse();
        assertThat(loads.panic(1)).isFalse();
        assertThat(shares(loads)).isEqualTo(new int[]{100, 0});
        assertThat(healthy(0, 25, 25).panic(0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100/0,100/0", "71/0,100/0", "71/29,99/1", "25/65,35/65", "5/0,100/0"})
    void degraded(String census, String expected) {
        int[] counts = numbers(census);
        PriorityLoads loads = PriorityLoads
                .of(new PriorityLoads.Census[]{new PriorityLoads.Census(100, counts[0], counts[1])}, 140, 50);
        assertThat(new int[]{loads.healthyLoad(0), loads.degradedLoad(0)}).isEqualTo(numbers(expected));
    }

    @Test
    void onlyDegradedMembersTakeTheRestOfTheRounding() {
        PriorityLoads loads = PriorityLoads.of(new PriorityLoads.Census[]{new PriorityLoads.Census(3, 0, 1),
                new PriorityLoads.Census(3, 0, 1)}, 140, 0);
        assertThat(loads.degradedLoad(0) + loads.degradedLoad(1)).isEqualTo(100);
    }

    @Test
    void noPriorityIsNoLoad() {
        assertThat(PriorityLoads.of(new PriorityLoads.Census[0], 140, 50).count()).isZero();
    }

    @Test
    void sharesAlwaysSumToAHundredAndEveryDrawHasAPriority() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            PriorityLoads.Census[] censuses = new PriorityLoads.Census[1 + random.nextInt(5)];
            for (int i = 0; i < censuses.length; i++) {
                int members = random.nextInt(12);
                int healthy = random.nextInt(members + 1);
                censuses[i] = new PriorityLoads.Census(members, healthy, random.nextInt(members - healthy + 1));
            }
            PriorityLoads loads = PriorityLoads.of(censuses, 100 + random.nextInt(100), random.nextInt(101));
            int[] seen = new int[2 * censuses.length];
            for (int draw = 0; draw < 100; draw++) {
                seen[loads.pick(draw)]++;
            }
            for (int i = 0; i < censuses.length; i++) {
                assertThat(seen[2 * i]).as("%s", loads).isEqualTo(loads.healthyLoad(i));
                assertThat(seen[2 * i + 1]).as("%s", loads).isEqualTo(loads.degradedLoad(i));
            }
        }
    }
}
