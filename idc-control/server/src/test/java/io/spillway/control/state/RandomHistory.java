package io.spillway.control.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.control.spill.Worlds;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillStatus;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.record.HealthRecord;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.HeldSourceRecord;
import io.spillway.wire.record.LossRecord;
import io.spillway.wire.record.SpillRecord;
import io.spillway.wire.record.SpillRecord.GroupLoad;
import io.spillway.wire.record.TraceRecord;
import io.spillway.wire.record.UnfinishedRecord;
import org.jspecify.annotations.Nullable;

/** Histories of a registry as chance makes them, of few names, so that much meets: what is written, what goes, what no event tells. */
final class RandomHistory {

    static final List<String> IDCS = List.of("idc-a", "idc-b", "idc-c");

    private static final int STEPS = 40;
    private static final List<List<String>> EXPORTS = List.of(ServiceSpec.EXPORT_TO_ALL, List.of("idc-b"), List.of(),
            List.of("idc-c", "idc-b"), List.of("*", "idc-b"), List.of("idc-a"));

    private RandomHistory() {}

    /** The batch of a revision; of one that is missed no event comes, and the next is found by a listing. */
    record Batch(long revision, List<Event> events, boolean missed) {}

    static List<Batch> history(Random random) {
        RecordCodec codec = new StoredRecords();
        Map<String, KeyValue> registry = new LinkedHashMap<>();
        List<Batch> history = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            List<Event> events = random.nextInt(20) == 0
                    ? wipe(random, registry, step)
                    : events(random, codec, registry, step);
            history.add(new Batch(step, events, random.nextInt(8) == 0));
        }
        return history;
    }

    /** All of one kind goes at once, or of all kinds. */
    private static List<Event> wipe(Random random, Map<String, KeyValue> registry, long revision) {
        Kind[] kinds = Kind.values();
        String prefix = random.nextInt(3) == 0
                ? RegistryKeys.ROOT
                : ResourceKeys.keyOf(kinds[random.nextInt(kinds.length)], "x").replaceFirst("x$", "");
        List<Event> events = new ArrayList<>();
        for (String key : List.copyOf(registry.keySet())) {
            if (key.startsWith(prefix)) {
                registry.remove(key);
                events.add(new Event(Event.Type.DELETE, new KeyValue(key, new byte[0], 0, revision, 0)));
            }
        }
        return events;
    }

    private static List<Event> events(Random random, RecordCodec codec, Map<String, KeyValue> registry,
            long revision) {
        List<Event> events = new ArrayList<>();
        Map<String, Boolean> once = new HashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            // More than two at once would be held back.
            boolean delete = random.nextInt(4) == 0 && !registry.isEmpty() && events.size() < 2;
            if (delete) {
                String key = List.copyOf(registry.keySet()).get(random.nextInt(registry.size()));
                if (once.put(key, true) == null) {
                    registry.remove(key);
                    events.add(new Event(Event.Type.DELETE, new KeyValue(key, new byte[0], 0, revision, 0)));
                }
            } else {
                KeyValue entry = random.nextInt(6) == 0 ? spill(random, revision) : stored(random, codec, revision);
                if (once.put(entry.key(), true) == null) {
                    registry.put(entry.key(), entry);
                    events.add(new Event(Event.Type.PUT, entry));
                }
            }
        }
        if (random.nextInt(4) == 0) {
            KeyValue entry = random.nextBoolean() ? note(random, revision) : health(random, revision);
            if (once.put(entry.key(), true) == null) {
                registry.put(entry.key(), entry);
                events.add(new Event(Event.Type.PUT, entry));
            }
        }
        return events;
    }

    private static KeyValue stored(Random random, RecordCodec codec, long revision) {
        Resource resource = resource(random);
        return new KeyValue(ResourceKeys.keyOf(resource.kind(), resource.name()),
                codec.write(resource, null, "t", Instant.EPOCH), revision, revision, 0);
    }

    /** What was decided of a Service, be there such a one, divided by load, or not. */
    private static KeyValue spill(Random random, long revision) {
        SortedMap<String, GroupLoad> groups = new TreeMap<>();
        for (String group : random.nextBoolean() ? List.of("default") : List.of("blue", "default")) {
            SortedMap<String, Long> targets = new TreeMap<>();
            for (String idc : List.of("idc-b", "idc-c")) {
                if (random.nextInt(3) > 0) {
                    targets.put(idc, 100L * random.nextInt(3));
                }
            }
            groups.put(group, new GroupLoad(500L * random.nextInt(4), targets));
        }
        return new KeyValue(RegistryKeys.spill("s-" + random.nextInt(5)),
                new SpillRecord(groups, Instant.ofEpochMilli(revision), "control-" + random.nextInt(2)).encode(),
                revision, revision, 0);
    }

    /** A note of some sort beside the imports, be there such an import or not. */
    private static KeyValue note(Random random, long revision) {
        Instant at = Instant.ofEpochMilli(revision);
        String service = random.nextInt(3) == 0 ? "" : "s-" + random.nextInt(5);
        return switch (random.nextInt(5)) {
            case 0 -> new KeyValue(RegistryKeys.held("idc-b", service),
                    new HeldRecord("empties_service", "4 -> 0", at, at, null, List.of(service)).encode(), revision,
                    revision,
                    0);
            case 1 -> new KeyValue(RegistryKeys.trace("idc-b", service),
                    new TraceRecord(List.of(new TraceRecord.Declared(at, random.nextInt(9))), null).encode(), revision,
                    revision, 0);
            case 2 -> new KeyValue(RegistryKeys.unfinished(IDCS.get(random.nextInt(3))),
                    new UnfinishedRecord(100, 500, at).encode(), revision, revision, 0);
            case 3 -> new KeyValue(RegistryKeys.source("vms-" + random.nextInt(2)),
                    new HeldSourceRecord(random.nextInt(9), List.of(), "").encode(), revision, revision, 0);
            default -> new KeyValue(RegistryKeys.lost("drgroup/dr-" + random.nextInt(2)),
                    new LossRecord(new Generation(1, "idc-a"), "ann", new Generation(2, "idc-b"), "bob", at).encode(),
                    revision, revision, 0);
        };
    }

    /** What is held against a workload, be there such a one or not. */
    private static KeyValue health(Random random, long revision) {
        HealthRecord.State state = random.nextBoolean() ? HealthRecord.State.UNHEALTHY : HealthRecord.State.FLAPPING;
        return new KeyValue(RegistryKeys.health("w-" + random.nextInt(22)),
                new HealthRecord(state, "refused", Instant.ofEpochMilli(revision), "control-1").encode(), revision,
                revision, 0);
    }

    private static Resource resource(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> named(IDCS.get(random.nextInt(3)), new IdcSpec(random.nextBoolean() ? "r1" : "r2", null,
                    List.of(), List.of("10.0.0." + random.nextInt(9) + ":7000"), 0));
            case 1 -> named("dr-" + random.nextInt(2), new DrGroupSpec(
                    random.nextBoolean() ? List.of("idc-b", "idc-a", "idc-c") : List.of("idc-a", "idc-b"), 1));
            case 2 -> service(random);
            case 3, 4 -> new Resource(Kind.WORKLOAD_ENTRY, new Metadata("w-" + random.nextInt(20),
                    random.nextInt(3) == 0 ? labels(random) : Map.of(), Map.of(), 0), workload(random));
            case 5 -> route(random);
            case 6 -> shift(random);
            case 7 -> drill(random);
            default -> entry(random);
        };
    }

    private static Resource named(String name, Spec spec) {
        return Resource.of(name, spec);
    }

    private static Resource service(Random random) {
        String name = "s-" + random.nextInt(4);
        Map<String, String> selector = random.nextBoolean() ? labels(random) : Map.of();
        List<GroupSpec> groups = random.nextBoolean()
                ? ServiceSpec.DEFAULT_GROUPS
                : List.of(new GroupSpec("default", 90), new GroupSpec("blue", random.nextInt(3) * 10));
        return named(name, new ServiceSpec(List.of("h" + random.nextInt(5) + ".test"), selector, groups,
                random.nextInt(4) == 0 ? ServiceProtocol.TCP : ServiceProtocol.HTTP1,
                orNull(random, "dr-" + random.nextInt(2)), policy(random),
                EXPORTS.get(random.nextInt(EXPORTS.size()))));
    }

    private static ServicePolicy policy(Random random) {
        return random.nextBoolean()
                ? ServicePolicy.DEFAULTS
                : Worlds.orders(random.nextInt(3) == 0 ? SpillKind.ENVOY : SpillKind.CAPACITY, random.nextInt(3))
                        .policy();
    }

    private static WorkloadEntrySpec workload(Random random) {
        return new WorkloadEntrySpec("s-" + random.nextInt(5), random.nextInt(3) == 0 ? "blue" : "default",
                "c" + random.nextInt(2), "10.1.0." + random.nextInt(12), 80, 50 + random.nextInt(3) * 50,
                List.of(WorkloadState.UP, WorkloadState.DRAINING, WorkloadState.DOWN).get(random.nextInt(3)),
                labels(random), null);
    }

    /** Of few keys and values, so that selectors overlap; one has the form of two. */
    private static Map<String, String> labels(Random random) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String key : List.of("app", "zone", "app1:x4:zone")) {
            if (random.nextInt(3) > 0) {
                labels.put(key, "x" + random.nextInt(2));
            }
        }
        return labels;
    }

    private static Resource route(Random random) {
        return named("r-" + random.nextInt(3),
                new RouteSpec(List.of("h" + random.nextInt(6) + ".test"), List.of(RouteMatch.ANY),
                        random.nextInt(3) == 0
                                ? List.of(new WeightedGroup("s-" + random.nextInt(4), "default", 100))
                                : List.of(new WeightedGroup("s-" + random.nextInt(4), "default", 70),
                                        new WeightedGroup("s-" + random.nextInt(5), "blue", 30)),
                        null, null, null));
    }

    private static Resource shift(Random random) {
        ShiftScope scope = switch (random.nextInt(3)) {
            case 0 -> new ShiftScope.DrGroupScope("dr-" + random.nextInt(2));
            case 1 -> new ShiftScope.ServiceScope("s-" + random.nextInt(4));
            default -> new ShiftScope.IdcScope(IDCS.get(random.nextInt(3)));
        };
        boolean cleared = random.nextInt(3) == 0;
        int share = random.nextInt(3) * 50;
        return new Resource(Kind.TRAFFIC_SHIFT, Metadata.named(scope.resourceName()),
                new TrafficShiftSpec(scope, cleared ? Map.of() : Map.of("idc-a", share, "idc-b", 100 - share),
                        !cleared && random.nextInt(3) == 0 ? Set.of("idc-c") : Set.of(), "why", null, OnExpiry.ALARM,
                        cleared, new Generation(1 + random.nextInt(50), "idc-a"), "me"));
    }

    /** One whose run lets gateways make faults, for Services that are there or not, some of which are over long since. */
    private static Resource drill(Random random) {
        DrillRunRecord run = DrillRunRecord.due("r1", "ann", Instant.EPOCH, Duration.ofMinutes(1)).taken("agent",
                Instant.EPOCH);
        for (int i = random.nextInt(3); i > 0; i--) {
            run = run.with(new DrillFault("f-" + random.nextInt(2), "s-" + random.nextInt(5),
                    new Fault(null, new Fault.Abort(503, 1 + random.nextInt(3)), null,
                            random.nextInt(4) == 0 ? Instant.EPOCH : Instant.parse("2100-01-01T00:00:00Z"))));
        }
        return named("d-" + random.nextInt(2), new DrillSpec(Tree.mapping(Map.of()))
                .with(new DrillStatus(null, null, List.of(random.nextBoolean() ? run : run.aborting("enough")))));
    }

    private static Resource entry(Random random) {
        String service = "s-" + random.nextInt(4);
        String idc = random.nextBoolean() ? "idc-b" : "idc-c";
        return named(service + "." + idc,
                new ServiceEntrySpec(idc, service, new OriginVersion(1, 1 + random.nextInt(1000)),
                        List.of(new GatewayAddress("gw", "10.2.0." + random.nextInt(4), 7000)),
                        List.of(new GroupCapacity("default", 4, random.nextInt(5), 400, 100 * random.nextInt(5)))));
    }

    private static @Nullable String orNull(Random random, String value) {
        return random.nextInt(4) == 0 ? null : value;
    }
}
