package io.spillway.gateway.bench.verb;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.bench.process.BenchFailure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BudgetTest {

    @Test
    void aCaseThatNeedsLessThanItsShareLeavesTheRestToTheOthers() {
        AtomicLong now = new AtomicLong();
        Budget budget = new Budget(now::get, 10);
        budget.begin(1, 4);
        assertThat(budget.secondsTo(1, 0)).isEqualTo(150);
        now.addAndGet(TimeUnit.SECONDS.toNanos(75));
        assertThat(budget.spent(0.5)).isTrue();
        assertThat(budget.spent(0.6)).isFalse();
        budget.begin(1, 3);
        assertThat(budget.secondsTo(1, 0)).isEqualTo(175);
        now.addAndGet(TimeUnit.MINUTES.toNanos(9));
        assertThat(budget.over()).isTrue();
        assertThat(budget.secondsTo(0.35, 4)).as("a case that has begun gets its least").isEqualTo(4);
    }

    @Test
    void anUnknownCaseIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Scenarios.named(List.of("http9"))).isInstanceOf(BenchFailure.class)
                .hasMessageContaining("'http9' is unknown").hasMessageContaining("http1-keepalive-100B");
    }
}
