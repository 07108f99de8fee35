package io.spillway.wire.record;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.document.SpecDocuments;
import io.spillway.wire.document.Trees;
import io.spillway.wire.v1.GatewayAddress;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.SwitchOver;
import io.spillway.wire.v1.TrafficShift;
import io.spillway.wire.v1.Weights;
import org.jspecify.annotations.Nullable;

/** What IDCs tell each other: ServiceEntries, TrafficShifts and SwitchOvers as protobuf messages. */
public final class ReplicatedRecords {

    private static final int MOST_IDCS = 64;

    private ReplicatedRecords() {}

    /** Returns the message that declares a Service. */
    public static ServiceEntry toProto(ServiceEntrySpec entry) {
        ServiceEntry.Builder message = ServiceEntry.newBuilder().setSchema(Records.SCHEMA).setIdc(entry.idc())
                .setService(entry.service()).setVersion(OriginVersion.newBuilder().setEpoch(entry.version().epoch())
                        .setRevision(entry.version().revision()));
        entry.gateways().forEach(gateway -> message.addGateways(GatewayAddress.newBuilder().setNode(gateway.node())
                .setHost(gateway.host()).setPort(gateway.port())));
        entry.groups()
                .forEach(group -> message.addGroups(GroupCapacity.newBuilder().setGroup(group.group())
                        .setDeclared(group.declared()).setHealthy(group.healthy())
                        .setDeclaredWeight(group.declaredWeight()).setHealthyWeight(group.healthyWeight())
                        .setCapacity(group.capacity()).setDemand(group.demand())));
        return message.build();
    }

    /** Returns what a message declares, or all that is wrong with it. */
    public static Decoded<ServiceEntrySpec> fromProto(ServiceEntry message) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("idc", message.getIdc());
        spec.put("service", message.getService());
        spec.put("version", Map.of("epoch", message.getVersion().getEpoch(), "revision",
                message.getVersion().getRevision()));
        spec.put("gateways", message.getGatewaysList().stream().map(gateway -> Map.of("node", gateway.getNode(), "host",
                gateway.getHost(), "port", gateway.getPort())).toList());
        spec.put("groups", message.getGroupsList().stream()
                .map(group -> Map.of("group", group.getGroup(), "declared", group.getDeclared(), "healthy",
                        group.getHealthy(), "declaredWeight", group.getDeclaredWeight(), "healthyWeight",
                        group.getHealthyWeight(), "capacity", group.getCapacity(), "demand", group.getDemand()))
                .toList());
        return read(Kind.SERVICE_ENTRY, Trees.of(spec)).map(ServiceEntrySpec.class::cast);
    }

    /**
     * Returns the message of a committed shift.
     *
     * @param committedUnixMillis when it was committed, by the clock of the IDC that committed it
     * @throws IllegalArgumentException when the shift has no generation: it was not committed
     */
    public static TrafficShift toProto(TrafficShiftSpec shift, long committedUnixMillis) {
        Generation generation = shift.generation();
        if (generation == null) {
            throw new IllegalArgumentException("shift of " + shift.scope().path() + ": no generation");
        }
        Instant expires = shift.expires();
        String author = shift.author();
        Map<String, Weights> weightsAt = new LinkedHashMap<>();
        shift.weightsAt().forEach(
                (idc, weights) -> weightsAt.put(idc, Weights.newBuilder().putAllPercent(weights).build()));
        return TrafficShift.newBuilder().putAllWeightsAt(weightsAt).setSchema(Records.SCHEMA)
                .setScope(shift.scope().path())
                .setGeneration(io.spillway.wire.v1.Generation.newBuilder().setCounter(generation.counter())
                        .setIdc(generation.idc()))
                .putAllSeen(shift.seen()).putAllWeights(shift.weights()).addAllExcluded(shift.excluded())
                .setReason(shift.reason())
                .setAuthor(author == null ? "" : author)
                .setExpiresUnixMillis(expires == null ? 0 : expires.toEpochMilli())
                .setOnExpiry(switch (shift.onExpiry()) {
                    case ALARM -> "alarm";
                    case CLEAR -> "clear";
                }).setCleared(shift.cleared()).setCommittedUnixMillis(committedUnixMillis).build();
    }

    /** Returns the shift of a message, or all that is wrong with it. */
    public static Decoded<TrafficShiftSpec> fromProto(TrafficShift message) {
        long counter = message.getGeneration().getCounter();
        String idc = message.getGeneration().getIdc();
        if (counter < 1 || !Names.valid(idc)) {
            return Records.refused("/generation", counter + "/" + idc,
                    "counter of at least 1 and the name of an IDC");
        }
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("scope", switch (ShiftScope.ofPath(message.getScope())) {
            case ShiftScope.DrGroupScope(String name) -> Map.of("drGroup", name);
            case ShiftScope.ServiceScope(String name) -> Map.of("service", name);
            case ShiftScope.IdcScope(String name) -> Map.of("idc", name);
            case null -> message.getScope();
        });
        spec.put("weights", message.getWeightsMap());
        Map<String, @Nullable Object> weightsAt = new LinkedHashMap<>();
        message.getWeightsAtMap().forEach((at, weights) -> weightsAt.put(at, weights.getPercentMap()));
        spec.put("weightsAt", weightsAt);
        spec.put("excluded", message.getExcludedList());
        spec.put("reason", message.getReason());
        long expires = message.getExpiresUnixMillis();
        spec.put("expires", expires == 0 ? null : Instant.ofEpochMilli(expires).toString());
        spec.put("onExpiry", message.getOnExpiry().isEmpty() ? null : message.getOnExpiry());
        spec.put("cleared", message.getCleared());
        return read(Kind.TRAFFIC_SHIFT, Trees.of(spec)).map(TrafficShiftSpec.class::cast)
                .map(shift -> shift.committed(new Generation(counter, idc), Records.authorOrNull(message.getAuthor()))
                        .seeing(seen(message)));
    }

    /** Returns what a shift builds on, of as many IDCs as there can be. */
    private static Map<String, Long> seen(TrafficShift message) {
        Map<String, Long> seen = new TreeMap<>();
        message.getSeenMap().forEach((idc, counter) -> {
            if (Names.valid(idc) && counter > 0) {
                seen.put(idc, counter);
            }
        });
        return seen.size() > MOST_IDCS ? Map.of() : seen;
    }

    /**
     * Returns the message of a switch-over; equal ones give equal bytes, whichever node makes them.
     *
     * @throws IllegalArgumentException when it is none, or has no status: nobody coordinates it yet
     */
    public static SwitchOver toProto(Resource resource) {
        if (!(resource.spec() instanceof SwitchOverSpec spec) || spec.status() == null) {
            throw new IllegalArgumentException(resource.title() + ": no switch-over with a status");
        }
        Generation generation = spec.status().generation();
        return SwitchOver.newBuilder().setSchema(Records.SCHEMA).setName(resource.name())
                .setGeneration(io.spillway.wire.v1.Generation.newBuilder().setCounter(generation.counter())
                        .setIdc(generation.idc()))
                .setRecord(Records.message(new StoredResource(resource, spec.status().author(), 0))).build();
    }

    /** Returns the switch-over of a message, which has a status, or all that is wrong with it. */
    public static Decoded<Resource> fromProto(SwitchOver message) {
        return Records.decode(message.getRecord(), 0).flatMap(stored -> {
            Resource resource = stored.resource();
            if (resource.kind() != Kind.SWITCH_OVER || !resource.name().equals(message.getName())) {
                return Records.refused("/record", resource.title(), "SwitchOver " + message.getName());
            }
            Generation said = new Generation(message.getGeneration().getCounter(), message.getGeneration().getIdc());
            SwitchOverStatus status = ((SwitchOverSpec) resource.spec()).status();
            return status == null || !status.generation().equals(said)
                    ? Records.refused("/record/status/generation", status == null
                            ? "missing"
                            : status.generation().toString(), said + ", as the message says")
                    : new Decoded.Valid<>(resource);
        });
    }

    private static Decoded<Spec> read(Kind kind, Tree spec) {
        return Decoder.decode(spec, decoder -> SpecDocuments.read(kind, decoder));
    }
}
