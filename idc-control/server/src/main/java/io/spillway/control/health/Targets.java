package io.spillway.control.health;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.spillway.control.health.probe.CheckOutcome;
import io.spillway.control.health.probe.Dial;
import io.spillway.control.health.probe.Place;
import io.spillway.control.health.probe.Prober;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.LoadReport;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.model.resource.HealthCheck;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workloads that this node checks, and what became of that. Owned by one thread, but for {@link #view}. */
final class Targets implements Checker.Results {

    private static final Logger LOG = LoggerFactory.getLogger(Targets.class);
    private static final long RECHECK_NANOS = 1_000_000_000L;
    private static final int LOOKS_PER_SWEEP = 60;

    private final HealthService.Setting setting;
    private final Dial dial;
    private final Consumer<Found> publish;
    private final Checker checker;
    private final Belief belief;
    private final Map<String, Target> targets = new HashMap<>();
    private final Map<String, Long> recheckedNanos = new HashMap<>();
    /** What was published and is perhaps not yet in the state. */
    private final Map<String, HealthRecord> published = new HashMap<>();
    private ControlState state = ControlState.empty();
    private boolean loaded;
    private int looks;
    private volatile Tally tally = Tally.NONE;
    private volatile HealthService.Pace pace = new HealthService.Pace(0, 0);

    /** Something that was found out; {@code record} null: nothing is against it any more. */
    record Found(String workload, @Nullable HealthRecord record) {}

    Targets(HealthService.Setting setting, Dial dial, Consumer<Found> publish) {
        this.setting = setting;
        this.dial = dial;
        this.publish = publish;
        this.belief = new Belief(setting, targets.values(), workload -> against(workload) != null);
        this.checker = new Checker(setting.settings(), setting.times().ticker(), setting.random(), this);
    }

    void step() {
        checker.step();
    }

    void all(ControlState newer) {
        state = newer;
        loaded = true;
        owners();
    }

    void owners() {
        if (loaded) {
            Set<String> names = new TreeSet<>(targets.keySet());
            names.addAll(state.all(Kind.WORKLOAD_ENTRY).sortedKeys());
            take(names);
            sweep();
        }
    }

    void changed(ControlState newer, List<StateChange.Changed> resources) {
        ControlState older = state;
        state = newer;
        published.entrySet().removeIf(told -> Objects.equals(newer.health(told.getKey()), told.getValue()));
        if (!loaded) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (StateChange.Changed changed : resources) {
            Resource newest = changed.newest();
            if (newest.kind() == Kind.WORKLOAD_ENTRY) {
                names.add(newest.name());
            } else if (newest.kind() == Kind.SERVICE) {
                names.addAll(older.workloadsOf(newest.name()));
                names.addAll(newer.workloadsOf(newest.name()));
            }
        }
        take(names);
    }

    private void take(Set<String> names) {
        List<Target> added = new ArrayList<>();
        for (String name : names) {
            Target wanted = wanted(name, targets.get(name));
            Target before = targets.get(name);
            if (wanted == before) {
                continue;
            }
            if (before != null) {
                checker.end(before);
                targets.remove(name);
            }
            if (wanted != null) {
                targets.put(name, wanted);
                added.add(wanted);
            } else if (setting.mine().test(name) && against(name) != null) {
                tell(name, null, "not checked any more");
            }
        }
        for (Target target : added) {
            checker.begin(target, Spread.first(target.check, added.size(), setting.random()));
        }
    }

    /** Returns the target that there should be: the one there is, a new one, or none. */
    private @Nullable Target wanted(String name, @Nullable Target before) {
        Resource found = state.get(Kind.WORKLOAD_ENTRY, name);
        if (!(found != null && found.spec() instanceof WorkloadEntrySpec spec) || spec.state() != WorkloadState.UP
                || spec.address().startsWith("unix:") || !setting.mine().test(name)) {
            return null;
        }
        String service = checking(found, spec);
        HealthCheck check = service == null ? null : check(service);
        if (service == null || check == null) {
            return null;
        }
        Place place = new Place(spec.address(), spec.checkPort() == 0 ? spec.port() : spec.checkPort());
        if (before != null && before.check.equals(check) && before.place.equals(place)
                && before.service.equals(service)) {
            return before;
        }
        return new Target(name, service, place, check, Prober.of(check.probe(), place, dial),
                Standing.of(against(name), now()));
    }

    /** Returns the service by whose policy a workload is checked: the one it names, else the first that selects it. */
    private @Nullable String checking(Resource workload, WorkloadEntrySpec spec) {
        if (check(spec.service()) != null) {
            return spec.service();
        }
        return new TreeSet<>(state.servicesOf(workload)).stream().filter(service -> check(service) != null).findFirst()
                .orElse(null);
    }

    private @Nullable HealthCheck check(String service) {
        ServiceSpec spec = state.service(service);
        return spec == null ? null : spec.policy().healthCheck();
    }

    @Override
    public void began(Target target, long lateNanos) {
        setting.told().began(target.standing.failing(), lateNanos);
    }

    @Override
    public void ended(Target target, CheckOutcome outcome, long nanos) {
        setting.told().checked(target.check.probe().word(), outcome.word(), nanos);
        Standing before = target.standing;
        target.standing = Judge.after(before, outcome, target.check, now());
        target.judged = true;
        if (!before.failing() && target.standing.failing()) {
            target.failingSinceNanos = now();
        }
        HealthRecord known = against(target.workload);
        HealthRecord.State told = known == null ? null : known.state();
        HealthRecord.State found = target.standing.against();
        if (Objects.equals(told, found)) {
            return;
        }
        if (told != null || !belief.contradicted(target.service)) {
            tell(target.workload, found, target.standing.reason());
        }
    }

    private @Nullable HealthRecord against(String workload) {
        return published.containsKey(workload) ? published.get(workload) : state.health(workload);
    }

    private void tell(String workload, HealthRecord.@Nullable State found, String reason) {
        HealthRecord before = against(workload);
        HealthRecord record = found == null
                ? null
                : new HealthRecord(found, reason, Instant.ofEpochMilli(
                        setting.times().clock().instant().toEpochMilli()), setting.node());
        LOG.info("workload {}: {} -> {}{}", workload, word(before == null ? null : before.state()), word(found),
                found == null ? "" : ", " + reason);
        setting.told().healthChanged(word(found));
        published.put(workload, record);
        publish.accept(new Found(workload, record));
    }

    private static String word(HealthRecord.@Nullable State against) {
        return against == null ? "HEALTHY" : against.name();
    }

    /** Looks at what the data path says, and at how all is going. To be called about twice a second. */
    void look(LoadReport load) {
        for (String service : belief.take(load)) {
            recheck(service);
        }
        belief.judge();
        count();
        looks++;
        if (looks % LOOKS_PER_SWEEP == 0 && loaded) {
            sweep();
        }
    }

    /** Requests fail, so some workload may: whoever it is, that is not to wait for its turn. */
    private void recheck(String service) {
        long last = recheckedNanos.getOrDefault(service, now() - RECHECK_NANOS);
        if (now() - last < RECHECK_NANOS) {
            return;
        }
        recheckedNanos.put(service, now());
        int checked = 0;
        for (String workload : state.workloadsOf(service)) {
            Target target = targets.get(workload);
            if (target != null && against(workload) == null) {
                checker.soon(target);
                checked++;
            }
        }
        if (checked > 0) {
            setting.told().rechecked(checked);
        }
    }

    /** Takes back what is held against workloads that are gone or not checked any more, by whomever that was found. */
    private void sweep() {
        recheckedNanos.values().removeIf(last -> now() - last > RECHECK_NANOS);
        for (String workload : state.health().sortedKeys()) {
            if (setting.mine().test(workload) && !targets.containsKey(workload) && against(workload) != null) {
                tell(workload, null, "");
            }
        }
    }

    private void count() {
        tally = Tally.of(targets.values(), workload -> against(workload) != null, belief.alarm());
        pace = new HealthService.Pace(checker.takeLateness(), checker.running());
    }

    HealthService.Pace pace() {
        return pace;
    }

    HealthView view(ControlState newest) {
        List<HealthView.AgainstView> against = new ArrayList<>();
        new TreeMap<>(newest.health().toMap()).forEach((workload, record) -> {
            Resource found = newest.get(Kind.WORKLOAD_ENTRY, workload);
            if (found != null && found.spec() instanceof WorkloadEntrySpec spec) {
                against.add(new HealthView.AgainstView(workload, spec.service(), record.state().name(),
                        record.reason(), record.since(), record.node()));
            }
        });
        Tally now = tally;
        return new HealthView(now.checked(), now.healthy(), now.unhealthy(), now.flapping(), now.withheld(),
                now.unknown(), now.alarm(), against);
    }

    void close() {
        targets.values().forEach(checker::end);
        targets.clear();
        loaded = false;
    }

    private long now() {
        return setting.times().ticker().nanos();
    }
}
