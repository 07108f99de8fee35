package io.spillway.sync.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.spillway.model.resource.Resource;
import io.spillway.model.time.Ticker;
import io.spillway.sync.ingest.SourceView.State;
import io.spillway.sync.ingest.Workloads.Change;
import io.spillway.sync.ingest.Workloads.Listing;
import io.spillway.sync.ingest.Workloads.WriteAnswer;
import io.spillway.sync.spi.Reading;
import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the workloads of one source those of the control plane, pass by pass. One thread calls {@link #step} and
 * {@link #await}; all state is that thread's. Nothing is remembered on disk: what the control plane has of the source says what
 * an earlier process did.
 */
public final class Ingest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final Duration LIST_EVERY = Duration.ofSeconds(60);
    private static final Duration CLOSEST_READINGS = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration FOR_PERMITS = Duration.ofMillis(50);
    private static final int AT_ONCE = 64;
    private static final int RENEWED_AT_ONCE = 100;
    private static final Reading.Snapshot NOTHING = new Reading.Snapshot(Map.of(), List.of(), true);

    private final IngestSettings settings;
    private final Workloads workloads;
    private final Surroundings surroundings;
    private final SourceSession session;
    private Heard heard;
    private Registered registered;
    private final Permits permits;
    private final Semaphore hints = new Semaphore(1);
    private final AtomicBoolean released = new AtomicBoolean();
    private final ApiReach api;
    private final SourceSight sight;
    private Set<String> permitted = Set.of();
    private boolean led;
    private boolean listed;
    private long listedNanos;
    private long readNanos;
    private long readDueNanos;

    /**
     * Time, chance, who watches, and whether this process leads among those that may work for the source. It is asked before
     * each pass; safe for use by any thread.
     */
    public record Surroundings(Ticker ticker, InstantSource clock, RandomGenerator random, IngestObserver observer,
            BooleanSupplier leads) {

        /** Creates those of a process that is alone. */
        public Surroundings(Ticker ticker, InstantSource clock, RandomGenerator random, IngestObserver observer) {
            this(ticker, clock, random, observer, () -> true);
        }
    }

    /** Opens the source; nothing is read or written before the first step. */
    public Ingest(IngestSettings settings, Source source, Workloads workloads, Surroundings surroundings) {
        this.settings = settings;
        this.workloads = workloads;
        this.surroundings = surroundings;
        this.heard = new Heard(settings.source(), surroundings.observer());
        this.registered = new Registered(settings.source(), surroundings.observer());
        long now = surroundings.ticker().nanos();
        this.permits = new Permits(settings.writesPerSecond(), now);
        this.api = new ApiReach(settings.source(), new Waits(surroundings.random()), now);
        this.sight = new SourceSight(settings.source(), source.place());
        this.readNanos = now - CLOSEST_READINGS.toNanos();
        this.readDueNanos = now;
        this.session = source
                .open(new Source.Surroundings(surroundings.ticker(), surroundings.clock(), this::hint));
    }

    /** Returns how things stood after the last step. Any thread. */
    public SourceView view() {
        return sight.view();
    }

    /** Asks for a reading soon; any thread. */
    public void hint() {
        if (hints.availablePermits() == 0) {
            hints.release();
        }
    }

    /** An operator says that what is held now is meant to go: it does not wait any more. Any thread. */
    public void release() {
        released.set(true);
        hint();
    }

    /**
     * Does what is due: reads, asks the control plane what it has, writes a part of what differs. Returns when to come again. Where
     * another process leads it does nothing.
     */
    public Duration step() {
        long now = surroundings.ticker().nanos();
        if (!lead(now)) {
            sight.standsBy();
            return LOOK;
        }
        boolean reachable = api.due(now);
        if (reachable && (!listed || now - listedNanos >= LIST_EVERY.toNanos())) {
            reachable = list(now);
        }
        permit();
        readWhenDue(now);
        Reading.Snapshot snapshot = heard.snapshot();
        Reading.Snapshot wanted = snapshot == null ? NOTHING : snapshot;
        boolean more = reachable && listed && work(wanted, now);
        sight.publish(heard, registered.aside(wanted), listed ? plan(wanted, now) : null, api.away());
        return pause(now, more);
    }

    /** Waits that long, or until a hint comes. */
    public void await(Duration longest) throws InterruptedException {
        if (hints.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            hints.drainPermits();
            readDueNanos = Math.min(readDueNanos, readNanos + CLOSEST_READINGS.toNanos());
        }
    }

    /** Ends the reading; the workloads stay. */
    @Override
    public void close() {
        session.close();
    }

    /**
     * Returns whether this process leads. Who comes to lead begins like a process that was just started: what it heard or listed
     * before is as old as its last turn, and another one has worked on since.
     */
    private boolean lead(long now) {
        boolean leads = surroundings.leads().getAsBoolean();
        if (leads != led) {
            LOG.info("source {}: {}", settings.source(), leads
                    ? "another process works for it, or none -> this one does"
                    : "this process works for it -> no more");
            heard = new Heard(settings.source(), surroundings.observer());
            registered = new Registered(settings.source(), surroundings.observer());
            sight.begins();
            permitted = Set.of();
            listed = false;
            readNanos = now - CLOSEST_READINGS.toNanos();
            readDueNanos = now;
            api.begins(now);
        }
        led = leads;
        return leads;
    }

    private boolean list(long now) {
        return switch (workloads.list(settings.source())) {
            case Listing.Found(Map<String, Resource> found) -> {
                registered.take(found, now);
                listed = true;
                listedNanos = now;
                api.answers();
                yield true;
            }
            case Listing.Away(String reason) -> {
                lost(reason, now);
                yield false;
            }
        };
    }

    private void readWhenDue(long now) {
        if (now - readDueNanos < 0) {
            return;
        }
        Reading reading;
        try {
            reading = session.read();
        } catch (RuntimeException bug) {
            LOG.error("source {}: a reading failed", settings.source(), bug);
            reading = new Reading.NoData("failed: " + bug);
        }
        heard.take(reading, registered.standing().keySet(), registered.staying(), now, surroundings.clock().instant());
        readNanos = now;
        readDueNanos = now + Math.max(CLOSEST_READINGS.toNanos(), session.pace().toNanos());
    }

    /**
     * What the operator saw is meant; what is missed later is another matter, and what comes back is not missed. What he said
     * before and is not written yet stays said.
     */
    private void permit() {
        if (released.getAndSet(false)) {
            Set<String> held = sight.view().held().keySet();
            LOG.warn("source {}: {} held removals are released by an operator", settings.source(), held.size());
            permitted = Stream.concat(permitted.stream(), held.stream()).collect(Collectors.toUnmodifiableSet());
        }
        if (!permitted.isEmpty()) {
            permitted = permitted.stream().filter(heard.absences().byName()::containsKey)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private Plan plan(Reading.Snapshot wanted, long now) {
        return Plan.of(registered.ground(wanted, heard.absences(), now), settings, now, permitted);
    }

    /** Returns whether there is more to do at once. */
    private boolean work(Reading.Snapshot wanted, long now) {
        Plan plan = plan(wanted, now);
        List<Change> changes = plan.changes();
        changes = changes.subList(0, permits.take(Math.min(changes.size(), AT_ONCE), now));
        if (!changes.isEmpty() && !write(changes, wanted, now)) {
            return api.away().isEmpty();
        }
        boolean more = plan.changes().size() > changes.size();
        return (heard.state() == State.LIVE && renew(wanted, now)) || more;
    }

    /** Returns whether all answers are known and what stands is known. */
    private boolean write(List<Change> changes, Reading.Snapshot wanted, long now) {
        List<WriteAnswer> answers = workloads.write(changes);
        boolean known = true;
        String away = "";
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            known &= registered.done(change, answers.get(i), now);
            if (answers.get(i) instanceof WriteAnswer.Done && !wanted.entries().containsKey(change.name())
                    && change instanceof Change.Put(Resource drained, long _)) {
                registered.departed(drained, now);
            }
            away = answers.get(i) instanceof WriteAnswer.Away(String reason) ? reason : away;
        }
        listed = known;
        if (away.isEmpty()) {
            api.answers();
        } else {
            lost(away, now);
        }
        return known;
    }

    /** Returns whether there are more to renew. */
    private boolean renew(Reading.Snapshot wanted, long now) {
        List<Resource> due = registered.due(wanted, now);
        if (due.isEmpty() || permits.take(1, now) == 0) {
            return !due.isEmpty();
        }
        List<Resource> some = due.subList(0, Math.min(due.size(), RENEWED_AT_ONCE));
        switch (workloads.renew(some)) {
            case WriteAnswer.Done _ -> registered.renewed(some, now);
            case WriteAnswer.Stale _ -> listed = false;
            case WriteAnswer.Refused(String reason) -> {
                LOG.warn("source {}: leases are not renewed: {}", settings.source(), reason);
                registered.renewed(some, now);
            }
            case WriteAnswer.Away(String reason) -> {
                lost(reason, now);
                return false;
            }
        }
        return due.size() > some.size() || !listed;
    }

    private void lost(String reason, long now) {
        api.lost(reason, now);
        listed = false;
    }

    private Duration pause(long now, boolean more) {
        if (more) {
            return FOR_PERMITS;
        }
        long wait = Math.min(IDLE.toNanos(), readDueNanos - now);
        if (!listed) {
            wait = Math.min(wait, api.dueIn(now));
        }
        return Duration.ofNanos(Math.max(Duration.ofMillis(1).toNanos(), wait));
    }
}
