package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import org.jspecify.annotations.Nullable;

/** The part of a document under {@code spec}, for each kind. */
public final class SpecDocuments {

    private SpecDocuments() {}

    /** Reads the spec of a resource of that kind; the decoder stands on the spec. */
    public static Spec read(Kind kind, Decoder spec) {
        return switch (kind) {
            case IDC -> TopologyFields.readIdc(spec);
            case CLUSTER -> TopologyFields.readCluster(spec);
            case SERVICE -> ServiceFields.read(spec);
            case WORKLOAD_ENTRY -> WorkloadFields.read(spec);
            case DR_GROUP -> TopologyFields.readDrGroup(spec);
            case ROUTE -> RouteFields.read(spec);
            case TRAFFIC_SHIFT -> ShiftFields.read(spec);
            case SWITCH_OVER -> SwitchFields.read(spec);
            case DRILL -> DrillFields.read(spec);
            case SERVICE_ENTRY -> ImportFields.read(spec);
        };
    }

    /**
     * Reads a stored spec, which a later version may have written: the pointers of keys that are not known are added to
     * {@code unknownKeys}.
     */
    public static Decoded<Spec> readStored(Kind kind, Tree spec, List<String> unknownKeys) {
        return Decoder.decodeStored(spec, decoder -> read(kind, decoder), unknownKeys);
    }

    /** Reads what the state machine has made of a switch-over, which a node of a later version may have written. */
    public static Decoded<SwitchOverStatus> readStatus(Tree status) {
        return Decoder.decodeStored(status, SwitchStatusFields::read, new ArrayList<>());
    }

    /** Reads what the system knows of a Drill, which a node of a later version may have written. */
    public static Decoded<DrillStatus> readDrillStatus(Tree status) {
        return Decoder.decodeStored(status, DrillStatusFields::read, new ArrayList<>());
    }

    /** Returns a fault that the run of a drill asks for: one with a time to live. */
    public static DrillFault readDrillFault(Decoder fault) {
        return DrillStatusFields.readAsked(fault);
    }

    /** Returns what the system says of a resource beside its spec; null for nothing. */
    public static @Nullable Tree writeStatus(Spec spec) {
        return switch (spec) {
            case TrafficShiftSpec shift -> ShiftFields.writeStatus(shift);
            case SwitchOverSpec switchOver when switchOver.status() != null ->
                SwitchStatusFields.write(switchOver.status());
            case DrillSpec drill -> DrillStatusFields.write(drill.status());
            case SwitchOverSpec _,IdcSpec _,ClusterSpec _,ServiceSpec _,WorkloadEntrySpec _,DrGroupSpec _,RouteSpec _,ServiceEntrySpec _ ->
                null;
        };
    }

    /** Returns the tree that {@link #read} reads back as the same spec, less what the system assigns. */
    public static Tree write(Spec spec) {
        return switch (spec) {
            case IdcSpec idc -> TopologyFields.write(idc);
            case ClusterSpec cluster -> TopologyFields.write(cluster);
            case ServiceSpec service -> ServiceFields.write(service);
            case WorkloadEntrySpec workload -> WorkloadFields.write(workload);
            case DrGroupSpec drGroup -> TopologyFields.write(drGroup);
            case RouteSpec route -> RouteFields.write(route);
            case TrafficShiftSpec shift -> ShiftFields.write(shift);
            case SwitchOverSpec switchOver -> SwitchFields.write(switchOver);
            case DrillSpec drill -> drill.tree();
            case ServiceEntrySpec entry -> ImportFields.write(entry);
        };
    }
}
