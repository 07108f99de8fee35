package io.spillway.control.state;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.spillway.model.time.Ticker;
import io.spillway.registry.ConnectionState;
import io.spillway.registry.OneWatch;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the state equal to the registry. One thread, {@code control-state}, owns everything here: it lists once, then
 * folds in the watch's events in order. Now and then everything is compared with a full listing, because a watch is never
 * trusted alone; that is done elsewhere ({@link Comparing}), and only what differs comes here. When the registry is away the
 * state stays as it is. Listing again after a compaction changes only what really differs.
 */
public final class StateKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Registry registry;
    private final Ticker ticker;
    private final Duration reconcileEvery;
    private final StateListener listener;
    private final Published published;
    private final LinkedBlockingQueue<StateMessage> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final StateFold fold; // owned by the thread
    private final OneWatch watch; // owned by the thread
    private final Comparing comparing; // owned by the thread
    private boolean loaded; // owned by the thread
    private boolean wasConnected = true; // owned by the thread
    private long believedEpoch = -1; // owned by the thread
    private long reconciledNanos; // owned by the thread
    private long listedNanos; // owned by the thread: when the newest listing was asked for
    private @Nullable String relistAgain; // owned by the thread: why, when a listing or a step failed
    private long failedNanos; // owned by the thread: when that was

    /** Creates a keeper that tells {@code listener} every step; {@code reconcileEvery} is the time between listings. */
    public StateKeeper(Registry registry, RecordCodec codec, Times times, Duration reconcileEvery,
            StateListener listener) {
        this.registry = registry;
        this.ticker = times.ticker();
        this.reconcileEvery = reconcileEvery;
        this.listener = listener;
        this.published = new Published(listener, times);
        this.fold = new StateFold(codec);
        this.watch = new OneWatch(registry, RegistryKeys.ROOT, new Inbound(inbox, ticker));
        this.comparing = new Comparing(registry, new RecordReader(codec), ticker,
                new Comparing.Newest(published::state, () -> published.unreadable().keySet()), inbox::add);
        this.thread = Thread.ofPlatform().name("control-state").daemon().unstarted(this::run);
    }

    /** The clocks of a component. */
    public record Times(Ticker ticker, InstantSource clock) {}

    /** Begins to load. */
    public void start() {
        registry.onState(connection -> inbox.add(new StateMessage.Connection(connection, ticker.nanos())));
        thread.start();
    }

    /** Returns the newest state. */
    public ControlState state() {
        return published.state();
    }

    /** Returns the keys whose records cannot be read, with the reason. */
    public Map<String, String> unreadable() {
        return published.unreadable();
    }

    /** Returns what is served although the registry has it no more. */
    public HeldRemovals held() {
        return published.held();
    }

    /**
     * Takes the operator's word that what is held back is to go. The answer comes when the state is as the registry, and is
     * false when the registry does not answer.
     */
    public CompletableFuture<Boolean> believe() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        inbox.add(new StateMessage.Believe(done));
        return done;
    }

    /**
     * Takes what this node has found out about a workload, null for nothing. It counts at once, and goes on counting whatever
     * the registry says, until {@link #written} has told that the registry has it.
     */
    public void judged(String workload, @Nullable HealthRecord record) {
        inbox.add(new StateMessage.Judged(workload, record, ticker.nanos()));
    }

    /** Tells that the registry has that, since that revision, of what {@link #judged} was told about a workload. */
    public void written(String workload, @Nullable HealthRecord record, long revision) {
        inbox.add(new StateMessage.Written(workload, record, revision));
    }

    /** Stops; the state stays readable. */
    @Override
    public void close() {
        inbox.add(new StateMessage.Stop());
    }

    private void run() {
        reconciledNanos = ticker.nanos();
        listedNanos = reconciledNanos;
        inbox.add(new StateMessage.Relist("start"));
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = guardedStep();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            watch.close();
        }
    }

    /** One resource that cannot be handled must not end the thread that all changes of the IDC go through. */
    private boolean guardedStep() throws InterruptedException {
        try {
            return step();
        } catch (RuntimeException bug) {
            LOG.error("a change could not be taken; everything is read anew", bug);
            again("failed step");
            return true;
        }
    }

    private boolean step() throws InterruptedException {
        long wait = nanosToWait();
        String again = relistAgain;
        // Where something is to be read anew, news do not put that off for ever.
        StateMessage message = again != null && wait == 0
                ? null
                : inbox.poll(Math.min(wait, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        long began = ticker.nanos();
        switch (message) {
            case null -> {
                // Else only a second without news is over.
                boolean due = wait <= LOOK.toNanos();
                if (again != null) {
                    relist(again);
                } else if (due) {
                    reconcile();
                }
            }
            case StateMessage.Stop _ -> {
                return false;
            }
            case StateMessage.Batch batch -> published.step(fold, fold.apply(batch.revision(), batch.events()),
                    batch.revision(), batch.receivedNanos());
            case StateMessage.Judged(String workload, HealthRecord record, long nanos) ->
                published.step(fold, fold.judged(workload, record), published.state().revision(), nanos);
            case StateMessage.Written(String workload, HealthRecord record, long revision) ->
                fold.written(workload, record, revision);
            case StateMessage.Relist relist -> relist(relist.why());
            case StateMessage.Compared compared -> compared(compared);
            case StateMessage.Believe(CompletableFuture<Boolean> done) -> believe(done);
            case StateMessage.Connection(ConnectionState connection, long heard) -> connection(connection, heard);
        }
        listener.onQueue(inbox.size(), ticker.nanos() - began);
        return true;
    }

    private long nanosToWait() {
        if (relistAgain != null) {
            return Math.max(0, RETRY.toNanos() - (ticker.nanos() - failedNanos));
        }
        return Math.max(0, reconcileEvery.toNanos() - (ticker.nanos() - reconciledNanos));
    }

    private void relist(String why) {
        watch.close();
        relistAgain = null;
        try {
            RangeResult listing = take(StateFold.Word.NONE).listing;
            watch.beginAfter(listing.revision());
            LOG.info("state listed ({}): revision {}, {} keys", why, listing.revision(), listing.entries().size());
            finishLoading(listing.revision());
        } catch (RegistryUnavailableException away) {
            LOG.debug("listing failed, trying again: {}", away.getMessage());
            again(why);
        }
    }

    private void again(String why) {
        relistAgain = why;
        failedNanos = ticker.nanos();
    }

    /**
     * What was written between the first listing and the watch is fetched by one more listing, so that ready means all; there
     * is none when nothing was.
     */
    private void finishLoading(long listed) {
        if (!loaded) {
            if (registry.range(RegistryKeys.META).revision() != listed) {
                take(StateFold.Word.NONE);
            }
            listener.onLoaded(published.state());
            loaded = true;
        }
    }

    private void reconcile() {
        reconciledNanos = ticker.nanos();
        if (loaded && watch.begun()) {
            comparing.begin(fold);
        }
    }

    private void compared(StateMessage.Compared message) {
        if (!comparing.ends(message)) {
            return;
        }
        Comparison found = message.found();
        try {
            if (found != null) {
                listedNanos = message.askedNanos();
                reconciledNanos = ticker.nanos();
                int drift = message.epoch() > believedEpoch ? take(StateFold.Word.NONE).changed : take(found);
                if (drift > 0) {
                    listener.onDrift(drift);
                }
            }
        } catch (RegistryUnavailableException away) {
            LOG.debug("no comparison with the registry: {}", away.getMessage());
        } finally {
            fold.forget();
        }
        if (comparing.wanted()) {
            reconcile();
        }
    }

    private int take(Comparison found) {
        StateFold.Step step = fold.take(found);
        published.step(fold, step, step.written(), ticker.nanos());
        return step.changed().size();
    }

    private record Taken(RangeResult listing, int changed) {}

    /** Lists and takes it over. That the operator accepted another registry since the last time is a word for all of it. */
    private Taken take(StateFold.Word word) {
        // Before the listing, so that an acceptance that comes in between counts for the next one.
        long epoch = registry.state().epoch();
        long asked = ticker.nanos();
        RangeResult listing = registry.range(RegistryKeys.ROOT);
        comparing.giveUp();
        listedNanos = asked;
        reconciledNanos = ticker.nanos();
        StateFold.Step step = fold.reconcile(listing, epoch > believedEpoch ? StateFold.Word.REGISTRY : word);
        believedEpoch = Math.max(believedEpoch, epoch);
        published.step(fold, step, loaded ? step.written() : listing.revision(), ticker.nanos());
        return new Taken(listing, step.changed().size());
    }

    private void believe(CompletableFuture<Boolean> done) {
        try {
            take(StateFold.Word.HELD);
            done.complete(true);
        } catch (RegistryUnavailableException away) {
            LOG.debug("no listing to believe: {}", away.getMessage());
            done.complete(false);
        }
    }

    private void connection(ConnectionState connection, long heard) {
        listener.onRegistry(connection);
        String waiting = relistAgain;
        if (connection.connected() && !wasConnected) {
            if (waiting != null) {
                relist(waiting);
            } else if (heard - listedNanos > 0 && loaded && watch.begun()) {
                comparing.beginAfter(heard, fold);
            }
        }
        wasConnected = connection.connected();
    }
}
