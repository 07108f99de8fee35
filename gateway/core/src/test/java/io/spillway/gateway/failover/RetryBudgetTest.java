package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTest {
    private final FakeTicker ticker = new FakeTicker();
    private final RetryBudget budget = new RetryBudget(ticker);

    private int retries(String idc, int wanted) {
        int granted = 0;
        for (int i = 0; i < wanted; i++) {
            granted += budget.tryRetry(idc, RetryBudgetPolicy.DEFAULT) ? 1 : 0;
        }
        return granted;
    }

    private void requests(int count) {
        for (int i = 0; i < count; i++) {
            budget.onRequest();
        }
    }

    @Test
    void withoutRequestsOnlyTheReserveOfTenPerSecondIsThere() {
        assertThat(retries("idc-b", 1000)).isEqualTo(100);
    }

    @Test
    void aFifthOfTheRequestsOfTheLastTenSecondsIsAddedForEachIdc() {
        requests(1000);
        assertThat(retries("idc-b", 1000)).isEqualTo(100 + 200);
        assertThat(retries("idc-c", 1000)).isEqualTo(100 + 200);
    }

    @Test
    void whatIsOlderThanTenSecondsIsForgottenOnBothSides() {
        requests(1000);
        assertThat(retries("idc-b", 1000)).isEqualTo(300);
        ticker.advance(Duration.ofSeconds(5));
        requests(500);
        assertThat(retries("idc-b", 1000)).isEqualTo(100);
        ticker.advance(Duration.ofSeconds(5));
        // 500 requests and 100 retries are left.
        assertThat(retries("idc-b", 1000)).isEqualTo(100);
        assertThat(budget.spent("idc-b")).isEqualTo(200);
        ticker.advance(Duration.ofDays(1));
        assertThat(budget.spent("idc-b")).isZero();
        assertThat(retries("idc-b", 1000)).isEqualTo(100);
    }

    @Test
    void aPolicyOfZeroAllowsNothing() {
        requests(1000);
        assertThat(budget.tryRetry("idc-b", new RetryBudgetPolicy(0, 0))).isFalse();
        assertThat(budget.tryRetry("idc-b", new RetryBudgetPolicy(100, 0))).isTrue();
    }

    @Test
    void threadsTogetherNeverGetMoreThanTheBudget() throws InterruptedException {
        requests(10_000);
        AtomicInteger granted = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            Thread.ofVirtual().start(() -> {
                granted.addAndGet(retries("idc-b", 1000));
                done.countDown();
            });
        }
        done.await();
        assertThat(granted.get()).isEqualTo(100 + 2000);
    }
}
