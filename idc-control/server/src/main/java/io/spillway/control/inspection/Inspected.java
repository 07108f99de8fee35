package io.spillway.control.inspection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.spillway.control.service.DeliveryReport.StragglerView;
import io.spillway.control.service.LoadReport.ReporterView;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.control.service.StatusReport.PeerView;
import io.spillway.control.service.StatusReport.RegistryView;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.HeldRemovals;

/**
 * What one node knows of its IDC at one instant.
 *
 * @param registered what stands in the registry, and what it says of it
 * @param serving    whom the node serves and hears
 * @param host       what the process sees of its machine
 */
public record Inspected(String ownIdc, String node, Instant now, Registered registered, Serving serving,
        HostView host) {

    /**
     * What stands in the registry.
     *
     * @param unreadable reasons by key
     * @param held       what is served although the registry has it no more
     * @param up         for how long this node has been up
     * @param silence    for how long a workload has been silent, by name
     */
    public record Registered(ControlState state, Map<String, String> unreadable, HeldRemovals held, String clusterId,
            Duration up, Function<String, Duration> silence) {}

    /** Whom the node serves and hears, and who leaves. */
    public record Serving(ReadinessView readiness, RegistryView registry, List<DataPlaneView> dataPlanes,
            List<PeerView> peers, List<StragglerView> stragglers, Draining draining, Clients clients, Doubts doubts) {}

    /**
     * What clients tell of themselves beside what they have.
     *
     * @param certificates of each the one that lasts longest
     * @param reporters    who reports load, and its clock
     */
    public record Clients(List<PresentedCertificate> certificates, List<ReporterView> reporters) {

        /** Nobody tells anything. */
        public static final Clients NOBODY = new Clients(List.of(), List.of());

        /** Copies the lists. */
        public Clients {
            certificates = List.copyOf(certificates);
            reporters = List.copyOf(reporters);
        }
    }

    /**
     * What the node itself does not believe or cannot do.
     *
     * @param checks  why health checks are not believed; empty when they are
     * @param unbuilt what is served as it was before, with the reason
     * @param audit   what does not fit in the chain of the audit; empty when it does
     * @param owed    records that the node owes to the audit
     * @param unarmed DrGroups whose policy for automatic shift would not act, with the reason
     * @param selfCheck what else the self-check of automatic shift finds
     */
    public record Doubts(String checks, Map<String, String> unbuilt, String audit, Map<String, String> unarmed,
            int owed, List<String> selfCheck) {

        /** Nothing is owed to the audit, and the self-check finds nothing else. */
        public Doubts(String checks, Map<String, String> unbuilt, String audit, Map<String, String> unarmed) {
            this(checks, unbuilt, audit, unarmed, 0, List.of());
        }

        /** All policies would act. */
        public Doubts(String checks, Map<String, String> unbuilt, String audit) {
            this(checks, unbuilt, audit, Map.of());
        }

        /** All is well. */
        public static final Doubts NONE = new Doubts("", Map.of(), "");
    }

    /**
     * The workloads that asked to leave.
     *
     * @param deadline so long the slowest client is waited for
     */
    public record Draining(List<DrainView> workloads, Duration deadline) {

        /** Nobody leaves. */
        public static final Draining NOBODY = new Draining(List.of(), Duration.ZERO);
    }

    /** Returns the state. */
    public ControlState state() {
        return registered.state();
    }
}
