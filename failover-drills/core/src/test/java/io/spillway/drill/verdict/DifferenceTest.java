package io.spillway.drill.verdict;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DifferenceTest {

    /** Newcombe 1998, table II, method 10, the rows of 56/70 beside 48/80, of 9/10 beside 3/10 and of 0/10 beside 0/10. */
    @Test
    void hasTheIntervalsOfThePublishedTable() {
        assertInterval(Difference.ofShares(56, 70, 48, 80), 0.2, 0.0524, 0.3339);
        assertInterval(Difference.ofShares(9, 10, 3, 10), 0.6, 0.1705, 0.8090);
        assertInterval(Difference.ofShares(0, 10, 0, 10), 0, -0.2775, 0.2775);
    }

    private static void assertInterval(Difference difference, double value, double low, double high) {
        Offset<Double> near = Offset.offset(0.0001);
        assertThat(difference.value()).isCloseTo(value, near);
        assertThat(difference.low()).isCloseTo(low, near);
        assertThat(difference.high()).isCloseTo(high, near);
    }

    @Test
    void isClearOnlyWhenTheIntervalLeavesOutNothing() {
        assertThat(Difference.ofShares(40, 1000, 3, 1000).clear()).isTrue();
        assertThat(Difference.ofShares(4, 1000, 3, 1000).clear()).isFalse();
        assertThat(Difference.ofShares(0, 1000, 0, 0).clear()).as("nobody to compare with").isFalse();
    }

    @Test
    void findsASlowerTailAndNoneWhereThereIsNone() {
        long[] fast = latencies(1, 2_000);
        long[] slow = latencies(2, 30_000);
        Difference between = Difference.ofP99(slow, fast, new SplittableRandom(3));
        assertThat(between.clear()).isTrue();
        assertThat(between.value()).isBetween(between.low(), between.high()).isBetween(20.0, 35.0);
        assertThat(Difference.ofP99(latencies(4, 2_000), fast, new SplittableRandom(3)).clear()).isFalse();
    }

    @Test
    void isTheSameForTheSameSeed() {
        Difference first = Difference.ofP99(latencies(1, 2_000), latencies(2, 2_500), new SplittableRandom(5));
        assertThat(Difference.ofP99(latencies(1, 2_000), latencies(2, 2_500), new SplittableRandom(5)))
                .isEqualTo(first);
    }

    @Test
    void knowsNothingOfTheTailOfNobody() {
        Difference nothing = Difference.ofP99(latencies(1, 2_000), new long[0], new SplittableRandom(5));
        assertThat(nothing.clear()).isFalse();
        assertThat(nothing.low()).isNegative().isInfinite();
    }

    /** Two thousand latencies, of which each fiftieth is much longer. */
    private static long[] latencies(long seed, long longest) {
        SplittableRandom random = new SplittableRandom(seed);
        return LongStream.range(0, 2000)
                .map(i -> i % 50 == 0 ? longest - random.nextLong(longest / 10) : 500 + random.nextLong(300))
                .sorted().toArray();
    }
}
