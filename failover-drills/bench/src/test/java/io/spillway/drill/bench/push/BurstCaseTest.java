package io.spillway.drill.bench.push;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BurstCaseTest {

    @Test
    void aBatchHasNoServiceTwiceAndAllHaveTheirTurn() {
        for (int hot : new int[]{1, 7, 10, 20, 100}) {
            int atATime = Math.min(10, hot);
            Set<Integer> all = new HashSet<>();
            for (int batch = 0; batch < 1000 / atATime; batch++) {
                assertThat(BurstCase.batch(batch, atATime, hot)).hasSize(atATime).doesNotHaveDuplicates();
                all.addAll(BurstCase.batch(batch, atATime, hot));
            }
            assertThat(all).hasSize(hot);
        }
    }
}
