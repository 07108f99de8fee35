package io.spillway.drill.mock.fleet;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.sun.management.UnixOperatingSystemMXBean;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.drill.mock.session.SessionLimits;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Five thousand clients of our own control plane begin at once, as after a power cut. All are served without a time-out, and
 * ten that were served before hear of every change meanwhile.
 */
@Tag("slow")
@Isolated // what it measures is how long others wait
class ConnectStormTest {

    private static final int CLIENTS = 5000;
    private static final int BYSTANDERS = 10;
    private static final int SERVICES = 500;
    private static final int FEW = 5;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final NodeOctets NODE = new NodeOctets("idc-a", "gateway", Map.of());

    /** Clients and server share the cores of the test; the worst of a first run on two was 410 ms. */
    private static final double BYSTANDER_MILLIS = 3000;

    @TempDir
    Path folder;

    private static Group group(String name, int clients, int names) {
        NameSet wanted = NameSet.of(IntStream.range(0, names).mapToObj(i -> "service-" + i + "/default").toList());
        return Group.of(name, clients, NODE, new Step.Subscribe(XdsType.EDS, wanted),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, names), LONG))
                .within(new SessionLimits(LONG, Duration.ofSeconds(2), false))
                .retrying(new Retry(Duration.ofMillis(500), true, true));
    }

    @Test
    void servesEveryoneAndStarvesNobodyWhoIsServed() throws Exception {
        long files = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getMaxFileDescriptorCount();
        assumeThat(files).as("files that a process may open here").isGreaterThan(2L * CLIENTS + 1000);
        try (ControlPlane control = ControlPlane.start(folder).withServices(SERVICES);
                MockFleet served = MockFleet.start(FleetSettings.of(control.address()),
                        List.of(group("served", BYSTANDERS, SERVICES)), ReceiptListener.NONE, Ticker.system())) {
            assertThat(served.awaitFinished(LONG)).isTrue();
            int changes = 0;
            try (MockFleet storm = MockFleet.start(FleetSettings.of(control.address()),
                    List.of(group("storm", CLIENTS, FEW)), ReceiptListener.NONE, Ticker.system())) {
                // Of a service that no client of the storm wants.
                for (; !storm.awaitFinished(Duration.ofMillis(100)); changes++) {
                    served.event(XdsType.EDS, "service-" + FEW + "/default", served.nanos());
                    control.workload(FEW, 10_000 + changes);
                    assertThat(changes).as("looks at a storm that should be over").isLessThan(600);
                }
                GroupResult result = storm.results("storm");
                assertThat(result.connected()).isEqualTo(CLIENTS);
                assertThat(result.missed().count()).isZero();
                assertThat(result.violations()).isEmpty();
                // Whoever is told to come again later, above the rate of new streams, is here by now too.
                assertThat(storm.count("storm", client -> client.held(XdsType.EDS) == FEW)).isEqualTo(CLIENTS);
            }
            GroupResult before = served.results("served");
            assertThat(changes).as("changes during the storm").isPositive();
            assertThat(before.ended()).as("nobody who was served is cut").isEmpty();
            assertThat(before.violations()).isEmpty();
            assertThat(before.events().count()).isPositive();
            assertThat(before.events().maxMs()).as("milliseconds until a change was heard").isLessThan(
                    BYSTANDER_MILLIS);
        }
    }
}
