package io.spillway.control.inspection.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.spillway.control.inspection.HostView;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.node.TestNode;
import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.Finding;
import io.spillway.control.service.LoadReport.ReporterView;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.RegistryView;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.HeldRemovals;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;

/** An IDC with which nothing is wrong, until a test makes it so. */
final class InspectionScene {

    static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    ControlState state = ControlState.empty()
            .with(Resource.of("primary-a", new ClusterSpec("idc-a", ClusterRole.PRIMARY)))
            .with(Resource.of("core", new DrGroupSpec(List.of("idc-a", "idc-b"), 1)))
            .with(TestNode.service("orders"))
            .with(TestNode.workload("orders", "orders-1", 9001, WorkloadState.UP)).with(imported("idc-b", "orders"));
    Map<String, String> unreadable = Map.of();
    HeldRemovals held = HeldRemovals.NONE;
    Duration up = Duration.ofHours(1);
    Function<String, Duration> silence = _ -> Duration.ZERO;
    ReadinessView readiness = new ReadinessView(true, List.of());
    boolean connected = true;
    List<DataPlaneView> dataPlanes = List.of();
    List<PeerView> peers = List.of();
    List<StragglerView> stragglers = List.of();
    List<DrainView> drains = List.of();
    Inspected.Doubts doubts = Inspected.Doubts.NONE;
    List<HostView.CertificateFile> certificates = List.of();
    List<PresentedCertificate> presented = List.of();
    List<ReporterView> reporters = List.of();
    HostView.@Nullable Disk disk;

    static Resource imported(String idc, String service) {
        return Resource.of(service + "." + idc,
                new ServiceEntrySpec(idc, service, new OriginVersion(1, 1),
                        List.of(new GatewayAddress("gw-b-1", "127.0.0.1", 8001)),
                        List.of(new GroupCapacity(GroupSpec.DEFAULT, 1, 1, 100, 100))));
    }

    /** What another IDC declares of a service of which nobody there is healthy. */
    static Resource importedDead(String idc, String service) {
        return Resource.of(service + "." + idc,
                new ServiceEntrySpec(idc, service, new OriginVersion(1, 1),
                        List.of(new GatewayAddress("gw-b-1", "127.0.0.1", 8001)),
                        List.of(new GroupCapacity(GroupSpec.DEFAULT, 1, 0, 100, 0))));
    }

    InspectionScene failing(String workload) {
        state = state.withHealth(workload, new HealthRecord(HealthRecord.State.UNHEALTHY, "refused", NOW, "control-1"));
        return this;
    }

    InspectionScene with(Resource resource) {
        state = state.with(resource);
        return this;
    }

    List<Finding> findings() {
        HostView host = new HostView() {

            @Override
            public List<CertificateFile> certificates() {
                return certificates;
            }

            @Override
            public @Nullable Disk disk() {
                return disk;
            }
        };
        return Inspection.of(new Inspected("idc-a", "control-1", NOW,
                new Inspected.Registered(state, unreadable, held, "c0ffee", up, silence),
                new Inspected.Serving(readiness,
                        new RegistryView("etcd", connected, NOW.minusSeconds(60), 42, "c0ffee",
                                connected ? null : "no leader"),
                        dataPlanes, peers, stragglers, new Inspected.Draining(drains, Duration.ofSeconds(30)),
                        new Inspected.Clients(presented, reporters), doubts),
                host));
    }
}
