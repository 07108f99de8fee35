package io.spillway.it.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.drill.bench.sync.OctetCounter;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.process.config.HostPort;
import io.spillway.sync.peer.SyncSettings;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** idc-a hears idc-b over a line that can be cut, and is told over another one; what crosses them is counted. */
abstract class CountedIdcs extends TwoIdcs {

    OctetCounter line;
    OctetCounter report;

    @BeforeEach
    void startLines() throws Exception {
        line = OctetCounter.start(b.node.adsPort());
        report = OctetCounter.start(a.node.adsPort());
        applied(List.of(Resource.of("idc-a", idc(1)), Resource.of("idc-b", idc(2)),
                Resource.of("primary", new ClusterSpec("idc-b", ClusterRole.PRIMARY)),
                Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1))));
    }

    @AfterEach
    void stopLines() {
        a.hearsNothing();
        line.close();
        report.close();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10));
    }

    private static IdcSpec idc(int number) {
        return new IdcSpec("region-1", null, List.of(), List.of("127.0.0.1:700" + number), 0);
    }

    private static HostPort address(OctetCounter counter) {
        return new HostPort("127.0.0.1", counter.port());
    }

    /** An instance of a service of idc-b. */
    static Resource workload(String service, int number, WorkloadState state, int weight) {
        return Resource.of(service + "-" + number, new WorkloadEntrySpec(service, "default", "primary", "127.0.0.1",
                8000 + number, weight, state, Map.of(), null));
    }

    /** Writes in idc-b. */
    void applied(List<Resource> resources) {
        assertThat(b.node.service().apply(new ApplyRequest(resources, false, null, "test")))
                .isInstanceOf(WriteResult.Applied.class);
    }

    /** idc-a begins to hear idc-b. */
    void hears(Duration lease, Duration confirmAfter) {
        a.hears(new SyncSettings("idc-a", "sync-1", List.of(address(report)),
                Map.of("idc-b", List.of(address(line))), lease, SyncSettings.LEADER_LEASE, confirmAfter));
    }
}
