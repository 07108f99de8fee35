package io.spillway.control.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.node.DeltaClient;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DrillAct;
import io.spillway.control.service.DrillOutcome;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.Resource;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.document.ResourceDocuments;
import io.spillway.wire.xds.XdsNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Faults that the run of a drill lets gateways make: they are served, and end with a word, with the run, and by themselves. */
@Tag("slow")
class DrillFaultsTest {

    private static final DrillAct ACT = new DrillAct("weekly", "fay", new Origin("drill", "127.0.0.1"));
    private static final String AGENT = "agent-1";

    @TempDir
    Path folder;
    private TestNode node;
    private DeltaClient gateway;
    private String run = "";

    @BeforeEach
    void begin() throws Exception {
        node = TestNode.start(folder).withOrders();
        node.applied(((Decoded.Valid<List<Resource>>) ResourceDocuments.parse(
                "{apiVersion: spillway.io/v1, kind: Drill, metadata: {name: weekly}, spec: {target: {scope: {drGroup: core},"
                        + " share: 30}, steps: [{phase: p}]}}"))
                .value().getFirst());
        gateway = DeltaClient.gateway(node, "gateway-1");
        gateway.subscribe(ResourceType.ROUTE, XdsNames.ROUTE_ENTRANCE);
        awaitFault(false);
        assertThat(node.service().drills().run(ACT, AGENT)).isInstanceOfSatisfying(WriteResult.Applied.class,
                begun -> run = DrillRunsTest.run(begun.resources().getFirst()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        node.close();
    }

    private WriteResult fault(String event, double percent, Duration ttl) {
        return node.service().drills().fault(ACT, run, AGENT, "idc-a", new DrillFault(event, "orders",
                new Fault(null, new Fault.Abort(503, percent), ttl, null)));
    }

    private void made() throws Exception {
        assertThat(fault("errors", 20, Duration.ofMinutes(10))).isInstanceOf(WriteResult.Applied.class);
        awaitFault(true);
    }

    /** Takes what is served until the routes of the Service have a fault, or have none. */
    private void awaitFault(boolean wanted) throws Exception {
        boolean found = !wanted;
        while (found != wanted) {
            DeltaDiscoveryResponse response = gateway.take(ResourceType.ROUTE);
            RouteConfiguration routes = response.getResources(0).getResource().unpack(RouteConfiguration.class);
            found = routes.getVirtualHostsList().stream().filter(host -> host.getName().equals("orders.test"))
                    .flatMap(host -> host.getRoutesList().stream())
                    .anyMatch(route -> route.containsTypedPerFilterConfig(XdsNames.FAULT_FILTER));
        }
    }

    @Test
    void aWordOfItsAgentEndsIt() throws Exception {
        made();
        assertThat(node.service().drills().heal(ACT, run, "agent-2", "errors"))
                .isInstanceOf(WriteResult.Conflict.class);
        assertThat(node.service().drills().heal(ACT, run, AGENT, "errors")).isInstanceOf(WriteResult.Applied.class);
        awaitFault(false);
        assertThat(node.service().drills().heal(ACT, run, AGENT, "errors"))
                .isInstanceOfSatisfying(WriteResult.Applied.class, same -> assertThat(same.changed()).isFalse());
    }

    @Test
    void theEndOfTheRunEndsIt() throws Exception {
        made();
        assertThat(node.service().drills().report(ACT, run,
                new DrillOutcome(AGENT, DrillState.PASS, List.of(), null))).isInstanceOf(WriteResult.Applied.class);
        awaitFault(false);
        assertThat(fault("late", 20, Duration.ofMinutes(10))).isInstanceOf(WriteResult.Conflict.class);
    }

    @Test
    void whoEndsTheRunEarlyEndsItBeforeTheAgentHears() throws Exception {
        made();
        assertThat(node.service().drills().abort(ACT, "enough")).isInstanceOf(WriteResult.Applied.class);
        awaitFault(false);
        assertThat(fault("late", 20, Duration.ofMinutes(10))).isInstanceOf(WriteResult.Conflict.class);
    }

    @Test
    void theSilenceOfItsAgentEndsIt() throws Exception {
        made();
        node.registry.revokeLease(node.registry.get(RegistryKeys.drillAgent("weekly")).orElseThrow().leaseId());
        awaitFault(false);
    }

    @Test
    void itEndsAtItsTimeWhateverBecomesOfTheRun() throws Exception {
        assertThat(fault("errors", 20, Duration.ofSeconds(2))).isInstanceOf(WriteResult.Applied.class);
        awaitFault(true);
        awaitFault(false);
    }

    @Test
    void whatIsNotOfTheDrillIsRefused() {
        assertThat(fault("errors", 31, Duration.ofMinutes(1))).isInstanceOfSatisfying(WriteResult.Guarded.class,
                guarded -> assertThat(guarded.guard()).isEqualTo("drill_share"));
        DrillFault asked = new DrillFault("errors", "orders",
                new Fault(null, new Fault.Abort(503, 1), Duration.ofMinutes(1), null));
        assertThat(node.service().drills().fault(ACT, run, AGENT, "idc-b", asked))
                .isInstanceOfSatisfying(WriteResult.Guarded.class, guarded -> assertThat(guarded.detail())
                        .isEqualTo("gateways of idc-b (expected: of idc-a, which this control plane programs)"));
        assertThat(node.service().drills().fault(ACT, run, "agent-2", null, asked))
                .isInstanceOf(WriteResult.Conflict.class);
    }
}
