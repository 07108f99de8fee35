package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.limit.LimitPolicy;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RatePolicy;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.ConfigurationStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator sees at {@code /config}. */
class ConfigPageTest {
    @Test
    void theLiveSnapshotWithItsAgeAndWhatIsEjected() {
        RouteGuard guard = new RouteGuard(PriorityClass.CRITICAL, false, RatePolicy.perSecond(5, 5), null);
        RoutingSnapshot world = Worlds.guarded(guard, LimitPolicy.OPEN,
                List.of(Endpoint.workload("10.0.0.1", 8080, "idc-a")), List.of(Endpoint.gateway("10.1.0.1", 8443,
                        "idc-b")));
        RoutingSnapshot versioned = new RoutingSnapshot(world.idc(), world.tables(), world.clusters(),
                Map.of("type.googleapis.com/x", "abc123"));
        String page = ConfigPage.of(new ConfigurationStatus(true, false, null, Duration.ofSeconds(7)), versioned,
                List.of(new Ejection("orders", "10.0.0.1:8080", "idc-a", "consecutive_5xx", Duration.ofSeconds(5), 1)))
                .toString();
        assertThat(page).contains("abc123", "7000", "orders.example", "orders/default@local", "10.1.0.1:8443",
                "consecutive_5xx for 5000 ms", "GATEWAY", "HEALTHY", "CRITICAL", "maxPendingRequests");
    }
}
