package io.spillway.control.overview;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.RegistryView;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;

/**
 * What a control node knows, of which an {@link Overview} is made.
 *
 * @param users   what the gateways of this IDC measure of the requests of its users, whichever of its nodes they report to; empty
 *                when not all of that has been told yet
 * @param load    what the data planes that report to this node do
 * @param doubts  what else is wrong
 */
public record Known(String idc, String node, Instant now, ReadinessView readiness, RegistryView registry,
        List<DataPlaneView> dataPlanes, List<StragglerView> stragglers, List<PeerView> peers, HealthView health,
        LoadReport load, Optional<MeasuredTraffic> users, Resources resources, Doubts doubts) {

    /**
     * Resources by kind.
     *
     * @param entries   what was imported
     * @param workloads those of this IDC; only where no health checks are made, which would know better
     */
    public record Resources(List<Resource> idcs, List<Resource> shifts, List<Resource> switchOvers,
            List<Resource> drills, List<Resource> entries, List<Resource> workloads) {}

    /**
     * What a node doubts.
     *
     * @param unarmed     DrGroups whose policy lets traffic move by itself, and why it would not
     * @param auditBroken whether the chain of the audit was found broken
     * @param auditOwed   how many records of refusals are not in the chain yet
     */
    public record Doubts(Map<String, String> unarmed, boolean auditBroken, int auditOwed) {

        /** There are none. */
        public static final Doubts NONE = new Doubts(Map.of(), false, 0);
    }
}
