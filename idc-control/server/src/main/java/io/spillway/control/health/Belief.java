package io.spillway.control.health;

import java.util.Collection;

import io.spillway.control.service.LoadReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what the checks find is believed: not when many fail at once of whom the data path says that they answer
 * ({@link Waves}). Owned by the thread of the checks.
 */
final class Belief {

    private static final Logger LOG = LoggerFactory.getLogger(Belief.class);
    private static final long FRESH_NANOS = 200_000_000L;

    private final HealthService.Setting setting;
    private final Collection<Target> targets;
    private final Waves.Known against;
    private final DataPath path;
    private Waves waves = Waves.NONE;
    private long judgedNanos;

    /** Creates one about these targets, whoever they are at a time; {@code against}: whether something is against a workload. */
    Belief(HealthService.Setting setting, Collection<Target> targets, Waves.Known against) {
        this.setting = setting;
        this.targets = targets;
        this.against = against;
        this.path = new DataPath(setting.idc());
        this.judgedNanos = now();
    }

    /** Takes what the data path says; returns the services of which requests fail. */
    Collection<String> take(LoadReport load) {
        return path.take(load, now());
    }

    /** Returns whether the data path contradicts the checks of a service, as of 0.2 s ago at most. */
    boolean contradicted(String service) {
        if (now() - judgedNanos > FRESH_NANOS) {
            judge();
        }
        return waves.contradict(service);
    }

    /** Looks at all of them. */
    void judge() {
        judgedNanos = now();
        Waves newer = Waves.of(targets, against, path, judgedNanos);
        if (newer.alarm().isEmpty() != waves.alarm().isEmpty()) {
            LOG.warn("health checks: {} -> {}", waves.alarm().isEmpty() ? "believed" : "not believed",
                    newer.alarm().isEmpty() ? "believed" : "not believed, " + newer.alarm());
            setting.told().contradicted(newer.alarm());
        }
        waves = newer;
    }

    /** Returns why the checks are not believed; empty when they are. */
    String alarm() {
        return waves.alarm();
    }

    private long now() {
        return setting.times().ticker().nanos();
    }
}
