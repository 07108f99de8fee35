package io.spillway.drill.mock.fleet;

import java.lang.management.ManagementFactory;
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
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Five thousand clients with a connection and 500 names each, and the server of all of them, in the heap that a test has
 * (768 MiB, see the parent pom). It has that heap to itself: beside another test neither the time nor the octets are its own.
 */
@Tag("slow")
@Isolated
class FiveThousandClientsTest {

    private static final int CLIENTS = 5000;
    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void connectAndAreServed() throws Exception {
        long files = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getMaxFileDescriptorCount();
        assumeThat(files).as("files that a process may open here").isGreaterThan(2L * CLIENTS + 1000);
        NameSet names = NameSet.of(IntStream.range(0, 500).mapToObj(i -> "service-" + i + "/default").toList());
        Group group = Group
                .of("g", CLIENTS, new NodeOctets("", "", Map.of()), new Step.Subscribe(XdsType.EDS, names),
                        new Step.Await(new Step.Condition.Count(XdsType.EDS, names.size()), LONG))
                .ramped(Ramp.perSecond(1000, CLIENTS, 0.1))
                .within(new SessionLimits(LONG, Duration.ofSeconds(2), false));
        try (ScriptedServer server = ScriptedServer.forgetful(ScriptedServer::obey);
                MockFleet fleet = MockFleet.start(FleetSettings.of(server.address()), List.of(group),
                        ReceiptListener.NONE, Ticker.system())) {
            assertThat(fleet.awaitFinished(LONG)).isTrue();
            GroupResult result = fleet.results("g");
            assertThat(result.connected()).isEqualTo(CLIENTS);
            assertThat(result.violations()).isEmpty();
            assertThat(result.missed().count()).isZero();
            assertThat(result.traffic().resources()).isEqualTo((long) CLIENTS * names.size());
            assertThat(fleet.count("g", client -> client.held(XdsType.EDS) == names.size())).isEqualTo(CLIENTS);
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            assertThat(used).as("octets of heap, the server's included").isLessThan(512L * 1024 * 1024);
        }
    }
}
