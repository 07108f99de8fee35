package io.spillway.gateway.failover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.OutlierPolicy;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RetryBudgetPolicy;
import io.spillway.gateway.snapshot.XdsCluster;
import org.junit.jupiter.api.Test;

import static io.spillway.gateway.balance.Clusters.gateways;
import static io.spillway.gateway.balance.Clusters.level;
import static io.spillway.gateway.balance.Clusters.workloads;
import static org.assertj.core.api.Assertions.assertThat;

class OutlierDetectorTest {
    private static final AttemptOutcome REFUSED = new AttemptOutcome.ConnectFailed("refused");
    private static final OutlierPolicy POLICY = new OutlierPolicy(5, 3, 4, Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(100), 100);

    private final FakeTicker ticker = new FakeTicker();
    private final OutlierDetector detector = new OutlierDetector(ticker);
    private final Endpoint[] local = workloads("idc-a", 3, Health.HEALTHY);
    private final Endpoint[] remote = gateways("idc-b", 2, Health.HEALTHY);
    private final XdsCluster orders = cluster("orders", POLICY);

    private XdsCluster cluster(String service, OutlierPolicy policy) {
        return cluster(service, policy, level(0, "idc-a", local), level(1, "idc-b", remote));
    }

    private static XdsCluster cluster(String service, OutlierPolicy policy, PriorityLevel... levels) {
        return new XdsCluster(service + "/default", service, "default", List.of(levels), new ClusterPolicy(
                Duration.ofMillis(250), 140, 50, policy, RetryBudgetPolicy.DEFAULT, LimitPolicy.OPEN));
    }

    private Optional<Ejection> report(XdsCluster cluster, Endpoint endpoint, AttemptOutcome outcome, int times) {
        Optional<Ejection> last = Optional.empty();
        for (int i = 0; i < times; i++) {
            last = detector.report(cluster, endpoint, outcome);
        }
        return last;
    }

    private static AttemptOutcome status(int status) {
        return AttemptOutcome.Answered.of(status);
    }

    @Test
    void aRowOfFailedConnectsEjectsTheEndpointForAllServices() {
        assertThat(report(orders, local[0], REFUSED, 3)).isEmpty();
        assertThat(detector.ejected("orders", local[0])).isFalse();
        assertThat(report(orders, local[0], REFUSED, 1)).contains(new Ejection("", "10.0.0.1:8080", "idc-a",
                "consecutive_local_origin_failure", Duration.ofSeconds(30), 1));
        assertThat(detector.ejected("orders", local[0])).isTrue();
        assertThat(detector.ejected("inventory", local[0])).isTrue();
        assertThat(detector.ejected("orders", local[1])).isFalse();
    }

    @Test
    void answersOfOneServiceEjectAGatewayForThatServiceOnly() {
        assertThat(report(orders, remote[0], status(500), 5)).map(Ejection::reason).contains("consecutive_5xx");
        assertThat(detector.ejected("orders", remote[0])).isTrue();
        assertThat(detector.ejected("inventory", remote[0])).isFalse();
    }

    @Test
    void aServiceThatHangsOrResetsBehindAGatewayDoesNotTakeItFromOthers() {
        assertThat(report(orders, remote[0], new AttemptOutcome.TimedOut(), 4)).map(Ejection::service)
                .contains("orders");
        assertThat(report(orders, remote[1], new AttemptOutcome.ResponseBroken(), 4)).map(Ejection::reason)
                .contains("consecutive_local_origin_failure");
        assertThat(report(orders, local[0], new AttemptOutcome.ResetBeforeResponse(false), 4)).isPresent();
        assertThat(detector.ejected("orders", remote[0])).isTrue();
        assertThat(detector.ejected("inventory", remote[0])).isFalse();
        report(orders, local[1], new AttemptOutcome.TimedOut(), 3);
        report(orders, local[1], status(200), 1);
        assertThat(report(orders, local[1], new AttemptOutcome.TimedOut(), 3)).isEmpty();
    }

    @Test
    void gatewayFailuresHaveARowOfTheirOwn() {
        report(orders, local[0], status(503), 2);
        report(orders, local[0], status(500), 1);
        assertThat(report(orders, local[0], status(502), 1)).isEmpty();
        assertThat(report(orders, local[0], status(504), 1)).map(Ejection::reason).contains("consecutive_5xx");
        assertThat(report(orders, local[1], status(503), 3)).map(Ejection::reason)
                .contains("consecutive_gateway_failure");
    }

    @Test
    void anythingGoodEndsTheRow() {
        report(orders, local[0], status(500), 4);
        report(orders, local[0], status(404), 1);
        assertThat(report(orders, local[0], status(500), 4)).isEmpty();
        report(orders, local[1], REFUSED, 3);
        report(orders, local[1], status(500), 1);
        assertThat(report(orders, local[1], REFUSED, 3)).as("an answer shows that the path works").isEmpty();
        assertThat(report(orders, local[2], new AttemptOutcome.ResetBeforeResponse(true), 100))
                .as("connections that were kept too long").isEmpty();
    }

    @Test
    void loopsAreNotTheEndpointsFault() {
        assertThat(report(orders, remote[0], status(508), 100)).isEmpty();
    }

    @Test
    void theLastEndpointOverAllPrioritiesStays() {
        for (Endpoint endpoint : local) {
            assertThat(report(orders, endpoint, REFUSED, 4)).as("%s", endpoint).isPresent();
        }
        assertThat(report(orders, remote[0], REFUSED, 4)).isPresent();
        assertThat(report(orders, remote[1], REFUSED, 40)).isEmpty();
        assertThat(detector.ejected("orders", remote[1])).isFalse();
        assertThat(detector.ejections()).hasSize(4);
    }

    @Test
    void anUnhealthyOrDrainingEndpointIsNoReasonToEjectTheLastGoodOne() {
        XdsCluster cluster = cluster("orders", POLICY,
                level(0, "idc-a", local[0], local[1].withHealth(Health.UNHEALTHY),
                        local[2].withHealth(Health.DRAINING)));
        assertThat(report(cluster, local[0], REFUSED, 40)).isEmpty();
    }

    @Test
    void anEjectionEndsByItselfAndTheEpochTells() {
        report(orders, local[0], REFUSED, 4);
        long epoch = detector.epoch();
        ticker.advance(Duration.ofSeconds(29));
        assertThat(detector.epoch()).isEqualTo(epoch);
        assertThat(detector.ejected("orders", local[0])).isTrue();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(detector.epoch()).isNotEqualTo(epoch);
        assertThat(detector.ejected("orders", local[0])).isFalse();
        assertThat(detector.ejections()).isEmpty();
        assertThat(report(orders, local[0], REFUSED, 3)).as("a new row must be complete").isEmpty();
    }

    @Test
    void repeatedEjectionsGrowUpToTheLimitAndAreForgottenOnePerIntervalOfGoodBehaviour() {
        assertThat(ejectAgain(0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(ejectAgain(30)).isEqualTo(Duration.ofSeconds(60));
        assertThat(ejectAgain(60)).isEqualTo(Duration.ofSeconds(90));
        assertThat(ejectAgain(90)).isEqualTo(Duration.ofSeconds(100));
        // Ends after 100 s; 20 s of good behaviour forget two of the four.
        assertThat(ejectAgain(120)).isEqualTo(Duration.ofSeconds(90));
        assertThat(ejectAgain(90 + 1000)).isEqualTo(Duration.ofSeconds(30));
    }

    private Duration ejectAgain(int afterSeconds) {
        ticker.advance(Duration.ofSeconds(afterSeconds));
        assertThat(detector.epoch()).isNotNegative();
        return report(orders, local[0], REFUSED, 4).orElseThrow().length();
    }

    @Test
    void noMoreThanTheAllowedShareIsEjected() {
        XdsCluster half = cluster("orders", new OutlierPolicy(5, 3, 4, Duration.ofSeconds(10), Duration.ofSeconds(30),
                Duration.ofSeconds(100), 40));
        assertThat(report(half, local[0], REFUSED, 4)).isPresent();
        assertThat(report(half, local[1], REFUSED, 4)).isPresent();
        assertThat(report(half, local[2], REFUSED, 4)).isEmpty();
    }

    @Test
    void aPolicyThatIsOffEjectsNothing() {
        XdsCluster off = cluster("orders", OutlierPolicy.OFF);
        assertThat(report(off, local[0], REFUSED, 100)).isEmpty();
        assertThat(report(off, local[0], status(503), 100)).isEmpty();
    }

    @Test
    void endpointsThatAreGoneAreForgotten() {
        report(orders, local[0], REFUSED, 4);
        long epoch = detector.epoch();
        detector.retain(List.of(orders));
        assertThat(detector.epoch()).as("nothing ejected has gone").isEqualTo(epoch);
        detector.retain(List.of(cluster("orders", POLICY, level(0, "idc-b", remote))));
        assertThat(detector.epoch()).isNotEqualTo(epoch);
        assertThat(detector.ejections()).isEmpty();
        assertThat(detector.ejected("orders", local[0])).isFalse();
    }

    @Test
    void threadsThatReportTogetherEjectOnce() throws InterruptedException {
        long before = detector.epoch();
        CountDownLatch done = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            Thread.ofVirtual().start(() -> {
                report(orders, local[0], REFUSED, 1000);
                done.countDown();
            });
        }
        done.await();
        assertThat(detector.epoch()).isEqualTo(before + 1);
        assertThat(detector.ejections()).singleElement()
                .satisfies(ejection -> assertThat(ejection.times()).isEqualTo(1));
    }
}
