package io.spillway.wire.document;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.AdaptiveConcurrency;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.Balancing;
import io.spillway.model.resource.BreakerBounds;
import io.spillway.model.resource.CircuitBreakers;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.EntranceSpec;
import io.spillway.model.resource.EscapedSlashes;
import io.spillway.model.resource.GatewayAddress;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.HashSource;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.HealthProbe;
import io.spillway.model.resource.Hedge;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.LoadBalancerKind;
import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.OutlierDetection;
import io.spillway.model.resource.ProxyProtocol;
import io.spillway.model.resource.RateLimit;
import io.spillway.model.resource.RequestClass;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RetryBudget;
import io.spillway.model.resource.RetryCondition;
import io.spillway.model.resource.RetryPolicy;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SlowStart;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SpillKind;
import io.spillway.model.resource.Sticky;
import io.spillway.model.resource.SubsetFallback;
import io.spillway.model.resource.Subsets;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;

/** Makes up resources of every kind, the same ones for the same seed. */
public final class GeneratedResources {

    private static final String ODD = "aZ09 _-:#'\"\\/{}[],&*!|>%@`~\t\n\r\u0001\u0085\u00e9\u2028\ufeff\u4e2d.=?+";

    private final RandomGenerator random;

    public GeneratedResources(RandomGenerator random) {
        this.random = random;
    }

    public Resource next(Kind kind) {
        Spec spec = spec(kind);
        String name = spec instanceof TrafficShiftSpec shift ? shift.scope().resourceName() : name();
        return new Resource(kind, new Metadata(name, texts(), texts(), random.nextBoolean() ? 0 : random.nextInt(9999)),
                spec);
    }

    private Spec spec(Kind kind) {
        return switch (kind) {
            case IDC -> new IdcSpec(maybe(this::someText), maybe(this::someText), list(this::address),
                    list(this::address), random.nextLong(1L << 53),
                    new CrossingSpec(random.nextBoolean(), random.nextBoolean() ? "spillway" : "corp.example"),
                    new EntranceSpec(one(EscapedSlashes.values())));
            case CLUSTER -> new ClusterSpec(name(), one(ClusterRole.values()));
            case SERVICE -> service();
            case WORKLOAD_ENTRY -> new WorkloadEntrySpec(name(), name(), name(),
                    random.nextBoolean() ? "10.0.0." + random.nextInt(255) : "host-" + random.nextInt(9),
                    1 + random.nextInt(65_535), random.nextInt(10_001), one(WorkloadState.values()), texts(),
                    maybe(this::duration), random.nextBoolean() ? 0 : 1 + random.nextInt(65_535));
            case DR_GROUP -> drGroup();
            case ROUTE -> new GeneratedRoutes(random).next(maybe(this::admission));
            case TRAFFIC_SHIFT -> shift();
            case SWITCH_OVER -> new GeneratedSwitchOvers(random).spec();
            case DRILL -> new DrillSpec(mapping(4));
            case SERVICE_ENTRY -> new ServiceEntrySpec(name(), name(),
                    new OriginVersion(random.nextLong(99), random.nextLong(1L << 53)),
                    list(() -> new GatewayAddress(name(), "10.1.0." + random.nextInt(255), 1 + random.nextInt(65_535))),
                    list(this::capacity));
        };
    }

    private GroupCapacity capacity() {
        int declared = random.nextInt(1000);
        int weight = random.nextInt(100_000);
        return new GroupCapacity(name(), declared, random.nextInt(declared + 1), weight, random.nextInt(weight + 1),
                random.nextInt(9000), random.nextInt(9000));
    }

    private DrGroupSpec drGroup() {
        List<String> idcs = new ArrayList<>(new LinkedHashSet<>(some(this::name)));
        int minActive = 1 + random.nextInt(idcs.size());
        return random.nextBoolean() ? new DrGroupSpec(idcs, minActive) : new DrGroupSpec(idcs, minActive, limits());
    }

    private DrGroupLimits limits() {
        return new DrGroupLimits(random.nextBoolean(), maybe(this::someText), list(() -> {
            Instant from = Instant.ofEpochSecond(random.nextInt(2_000_000_000));
            return new DrGroupLimits.Freeze(from, from.plusSeconds(1 + random.nextInt(999_999)), someText());
        }), random.nextInt(101), maybe(this::automatic));
    }

    private AutomaticPolicy automatic() {
        return new AutomaticPolicy(Duration.ofSeconds(10 + random.nextInt(50)),
                random.nextBoolean() ? List.of(100) : List.of(1 + random.nextInt(49), 50 + random.nextInt(51)),
                Duration.ofSeconds(random.nextInt(600)), maybe(() -> Duration.ofMinutes(5 + random.nextInt(600))));
    }

    private ServiceSpec service() {
        Map<String, GroupSpec> groups = new LinkedHashMap<>();
        some(this::name).forEach(name -> groups.put(name, new GroupSpec(name, 1 + random.nextInt(10_000))));
        ServicePolicy policy = random.nextInt(4) == 0 ? ServicePolicy.DEFAULTS : policy();
        ServiceProtocol protocol = one(ServiceProtocol.values());
        Sticky sticky = protocol == ServiceProtocol.TCP ? null : maybe(() -> new Sticky.Header(name()));
        return new ServiceSpec(hosts(), texts(), List.copyOf(groups.values()), protocol, maybe(this::name),
                policy.withSticky(sticky),
                random.nextBoolean() ? ServiceSpec.EXPORT_TO_ALL : list(this::name));
    }

    private ServicePolicy policy() {
        Duration base = duration();
        int retries = random.nextInt(11);
        Hedge hedge = retries == 0 ? null : maybe(() -> new Hedge(50 + random.nextInt(50)));
        return new ServicePolicy(duration(),
                new RetryPolicy(retries, list(() -> one(RetryCondition.values())), maybe(this::duration)),
                new RetryBudget(random.nextInt(101), random.nextInt(10_001)), one(LoadBalancerKind.values()),
                new OutlierDetection(random.nextInt(1001), random.nextInt(1001), random.nextInt(1001), duration(), base,
                        base.plus(duration()), random.nextInt(101), random.nextBoolean(), random.nextInt(101),
                        random.nextInt(101), random.nextInt(1001)),
                new CircuitBreakers(bounds(), bounds()), random.nextInt(101), maybe(this::adaptive), admission(),
                random.nextInt(4) == 0 ? Balancing.DEFAULTS : balancing(), maybe(() -> one(ProxyProtocol.values())),
                hedge, maybe(this::healthCheck));
    }

    private HealthCheck healthCheck() {
        Duration timeout = Duration.ofMillis(10 + random.nextInt(1000));
        return new HealthCheck(probe(), timeout.plusMillis(100 + random.nextInt(10_000)), timeout,
                1 + random.nextInt(100), 1 + random.nextInt(100), random.nextInt(51));
    }

    private HealthProbe probe() {
        return switch (random.nextInt(3)) {
            case 0 -> new HealthProbe.Http("/" + name(), maybe(this::name), some(() -> {
                int first = 100 + random.nextInt(500);
                return new HealthProbe.StatusRange(first, first + random.nextInt(600 - first));
            }), random.nextBoolean());
            case 1 -> new HealthProbe.Grpc(random.nextBoolean() ? "" : name());
            default -> new HealthProbe.Tcp();
        };
    }

    private Balancing balancing() {
        SpillKind spill = one(SpillKind.values());
        return new Balancing(list(this::hashSource), one(new Integer[]{0, 100, 150}),
                new SlowStart(duration(), 1 + random.nextInt(10), random.nextInt(101)), spill,
                random.nextInt(1000), random.nextInt(100),
                random.nextBoolean(), subsets());
    }

    private HashSource hashSource() {
        return switch (random.nextInt(4)) {
            case 0 -> new HashSource.Header("x-" + name());
            case 1 -> new HashSource.Cookie(name());
            case 2 -> new HashSource.Query(name());
            default -> new HashSource.SourceIp();
        };
    }

    private Subsets subsets() {
        List<List<String>> keys = some(() -> some(this::name).stream().distinct().toList());
        return random.nextInt(3) == 0
                ? Subsets.NONE
                : random.nextBoolean()
                        ? new Subsets(keys, one(new SubsetFallback[]{SubsetFallback.NONE, SubsetFallback.ANY}), texts())
                        : new Subsets(keys, SubsetFallback.DEFAULT, Map.of("version", name()));
    }

    private BreakerBounds bounds() {
        return new BreakerBounds(1 + random.nextInt(1_000_000), 1 + random.nextInt(1_000_000),
                1 + random.nextInt(1_000_000), random.nextInt(1_000_000));
    }

    private AdaptiveConcurrency adaptive() {
        int least = 1 + random.nextInt(1000);
        return new AdaptiveConcurrency(least, least + random.nextInt(1000), random.nextInt(101),
                1 + random.nextInt(100), Duration.ofMillis(1 + random.nextInt(500)),
                Duration.ofMillis(500 + random.nextInt(100_000)), 1 + random.nextInt(1000));
    }

    private Admission admission() {
        return new Admission(one(RequestClass.values()), random.nextBoolean(), maybe(() -> rate(false)),
                maybe(() -> rate(true)));
    }

    private RateLimit rate(boolean client) {
        return new RateLimit(1 + random.nextInt(1000), Duration.ofMillis(1 + random.nextInt(10_000)),
                1 + random.nextInt(1000), client && random.nextBoolean() ? "x-key" : null,
                client ? 1 + random.nextInt(1000) : RateLimit.DEFAULT_KEYS);
    }

    private TrafficShiftSpec shift() {
        ShiftScope scope = switch (random.nextInt(3)) {
            case 0 -> new ShiftScope.DrGroupScope(name());
            case 1 -> new ShiftScope.ServiceScope(name());
            default -> new ShiftScope.IdcScope(name());
        };
        boolean cleared = random.nextInt(4) == 0;
        int first = random.nextInt(101);
        Map<String, Integer> weights = cleared ? Map.of() : Map.of("idc-a", first, "idc-b", 100 - first);
        Map<String, Map<String, Integer>> at = cleared || random.nextBoolean()
                ? Map.of()
                : Map.of("idc-b", Map.of("idc-a", 1, "idc-b", 99));
        Generation generation = maybe(() -> new Generation(1 + random.nextLong(1L << 40), name()));
        return new TrafficShiftSpec(scope, at.isEmpty() || random.nextBoolean() ? weights : Map.of(), at,
                new LinkedHashSet<>(list(this::name)), someText(),
                maybe(() -> Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L))), one(OnExpiry.values()), cleared,
                generation, generation == null ? null : someText());
    }

    private Tree.Mapping mapping(int depth) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields.put(text(), tree(depth - 1));
        }
        return Tree.mapping(fields);
    }

    private Tree tree(int depth) {
        return switch (random.nextInt(depth <= 0 ? 5 : 7)) {
            case 0 -> Tree.text(text());
            case 1 -> Tree.number(random.nextLong(-(1L << 53), 1L << 53));
            case 2 -> Tree.bool(random.nextBoolean());
            case 3 -> new Tree.Scalar(null, Position.NONE);
            case 4 -> new Tree.Scalar(random.nextInt(1000) + 0.5, Position.NONE);
            case 5 -> mapping(depth);
            default -> Tree.sequence(list(() -> tree(depth - 1)));
        };
    }

    private List<String> hosts() {
        return new ArrayList<>(new LinkedHashSet<>(
                some(() -> (random.nextInt(4) == 0 ? "*." : "") + name() + ".example")));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            texts.put(text(), text());
        }
        return texts;
    }

    private String someText() {
        return "x" + text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(random.nextInt(20) == 0
                    ? Character.toString(0x1f600 + random.nextInt(50))
                    : String.valueOf(ODD.charAt(random.nextInt(ODD.length()))));
        }
        return switch (random.nextInt(12)) {
            case 0 -> "true";
            case 1 -> "null";
            case 2 -> "0" + random.nextInt(9);
            case 3 -> "1e3";
            default -> text.toString();
        };
    }

    private String name() {
        return "n" + random.nextInt(50) + (random.nextBoolean() ? "-x" : ".y");
    }

    private String address() {
        return random.nextBoolean() ? "10.0.0.1:" + (1 + random.nextInt(65_535)) : "[::1]:443";
    }

    private Duration duration() {
        return Duration.ofMillis(1 + random.nextInt(10_000_000));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> supplier) {
        return random.nextBoolean() ? supplier.get() : null;
    }

    private <T> List<T> list(Supplier<T> supplier) {
        return random.nextBoolean() ? List.of() : some(supplier);
    }

    private <T> List<T> some(Supplier<T> supplier) {
        List<T> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            items.add(supplier.get());
        }
        return items;
    }
}
