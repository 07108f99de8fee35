package io.spillway.control.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.spillway.control.ads.Receipt;
import io.spillway.control.drain.DrainRules.Verdict;
import io.spillway.control.nodes.NodeRecord.Progress;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.resource.Resource;
import io.spillway.registry.Registry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets workloads go that are DRAINING: when every client of every live control node has Acked endpoints without them, or
 * their time is over, the node that owns the entry deletes it. One thread, {@code control-drain}, owns everything here. Every
 * node follows every drain, so that whoever becomes the owner because another node died knows what to do; the deletion
 * compares the revision, so that a second owner does no harm and a workload that came back meanwhile stays.
 */
public final class Finalizer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Finalizer.class);
    /** What happens in so short a time is one write to the registry. */
    private static final long GATHER_NANOS = Duration.ofMillis(20).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FOREVER_NANOS = Duration.ofHours(1).toNanos();

    private final Parts parts;
    private final Deletions deletions;
    private final LinkedBlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Map<String, Entry> entries = new LinkedHashMap<>(); // owned by the thread
    private Progress said = Progress.UNKNOWN; // owned by the thread
    private long saidNanos; // owned by the thread
    private volatile List<DrainView> views = List.of();

    /** Creates a finalizer; it begins with {@link #start}. */
    public Finalizer(Parts parts) {
        this.parts = parts;
        this.deletions = new Deletions(parts.registry, parts.observer);
        this.thread = Thread.ofPlatform().name("control-drain").daemon().unstarted(this::run);
    }

    /** Asks all clients of this node whether they use what the newest catalog says about these endpoint names. */
    @FunctionalInterface
    public interface Clients {

        /** Returns the question; {@code settled} is called by any thread when they do. */
        Receipt ask(Set<String> endpoints, Runnable settled);
    }

    /**
     * What a finalizer works with.
     *
     * @param nodes    who lives
     * @param say      tells the others how far this node's clients are
     * @param deadline so long the slowest client is waited for
     */
    public record Parts(Registry registry, Supplier<NodesView> nodes, Consumer<Progress> say, Clients clients,
            StateKeeper.Times times, Duration deadline, DrainObserver observer) {}

    private static final class Entry {

        private final Drain drain;
        private final Receipt receipt;
        private boolean told;
        private @Nullable Long triedNanos;

        Entry(Drain drain, Receipt receipt) {
            this.drain = drain;
            this.receipt = receipt;
        }

        Drain.Known known() {
            return new Drain.Known(drain, receipt.delivered(), receipt.behind(DrainRules.NAMED));
        }
    }

    private sealed interface Message {

        /** What one step of the state changed, as a whole: what is told to others counts all of a step or nothing. */
        record Changed(List<Drain> began, List<String> ended) implements Message {}

        record Look() implements Message {}

        record Stop() implements Message {}
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /**
     * Takes what changed; called by the state's thread after {@code catalog}, in which it is served, was handed to all
     * clients.
     */
    public void onChange(StateChange change, Catalog catalog) {
        List<Drain> began = new ArrayList<>();
        List<String> ended = new ArrayList<>();
        for (StateChange.Changed changed : change.resources()) {
            Resource after = changed.after();
            if (after != null && Drain.isAskedBy(after)) {
                began.add(new Drain(after.name(), after.metadata().revision(),
                        Drain.endpoints(after, change.state(), catalog), parts.times.clock().instant(),
                        parts.times.ticker().nanos()));
            } else if (changed.before() != null && Drain.isAskedBy(changed.before())) {
                ended.add(changed.newest().name());
            }
        }
        if (!began.isEmpty() || !ended.isEmpty()) {
            inbox.add(new Message.Changed(began, ended));
        }
    }

    /** Other nodes live, or said something; called by any thread. */
    public void onNodes() {
        inbox.add(new Message.Look());
    }

    /** Returns what waits, as this node saw it last, in the order in which it came. */
    public List<DrainView> views() {
        return views;
    }

    @Override
    public void close() {
        inbox.add(new Message.Stop());
    }

    private void run() {
        try {
            long due = 0;
            while (due >= 0) {
                due = guardedStep(due);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            entries.values().forEach(entry -> entry.receipt.close());
        }
    }

    /** Takes all that has come, or waits for it; returns how long nothing is to be done then, or -1 for the end. */
    private long guardedStep(long waitNanos) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        Message first = inbox.poll(waitNanos, TimeUnit.NANOSECONDS);
        if (first != null) {
            messages.add(first);
            inbox.drainTo(messages);
        }
        try {
            for (Message message : messages) {
                switch (message) {
                    case Message.Changed(List<Drain> began, List<String> ended) -> {
                        ended.forEach(this::ended);
                        began.forEach(this::began);
                    }
                    case Message.Look _ -> {
                    }
                    case Message.Stop _ -> {
                        return -1;
                    }
                }
            }
            return look();
        } catch (RuntimeException bug) {
            LOG.error("drains: a step failed", bug);
            return RETRY_NANOS;
        }
    }

    private void began(Drain drain) {
        Entry before = entries.get(drain.workload());
        if (before == null || before.drain.revision() != drain.revision()) {
            if (drain.revision() <= said.revision()) {
                // Revisions only grow, but for a registry that was replaced: nothing was said about this one.
                said = Progress.UNKNOWN;
                parts.say.accept(said);
            }
            ended(drain.workload());
            entries.put(drain.workload(), new Entry(drain,
                    parts.clients.ask(drain.endpoints(), () -> inbox.add(new Message.Look()))));
        }
    }

    private void ended(String workload) {
        Entry entry = entries.remove(workload);
        if (entry != null) {
            entry.receipt.close();
        }
    }

    private long look() {
        long now = parts.times.ticker().nanos();
        NodesView nodes = parts.nodes.get();
        Map<Entry, Drain.Known> known = new LinkedHashMap<>();
        entries.values().forEach(entry -> known.put(entry, entry.known()));
        long wait = tell(known.values(), nodes, now);
        List<DrainView> seen = new ArrayList<>();
        for (Map.Entry<Entry, Drain.Known> each : known.entrySet()) {
            Verdict verdict = DrainRules.judge(each.getValue(), nodes, now, parts.deadline);
            wait = Math.min(wait, act(each.getKey(), each.getValue(), verdict, nodes, now));
            seen.add(view(each.getValue().drain(), verdict, nodes));
        }
        views = List.copyOf(seen);
        parts.observer.draining(seen.size());
        return wait;
    }

    /** Tells the others what is new to them; returns how long nothing of that kind is to be done. */
    private long tell(Collection<Drain.Known> drains, NodesView nodes, long now) {
        Progress next = DrainRules.progress(drains, said, nodes, now, parts.deadline);
        if (next.equals(said)) {
            return FOREVER_NANOS;
        }
        long since = now - saidNanos;
        if (saidNanos != 0 && since < GATHER_NANOS) {
            return GATHER_NANOS - since;
        }
        said = next;
        saidNanos = now;
        parts.say.accept(next);
        return FOREVER_NANOS;
    }

    /** Does what is decided; returns when it must be looked at again even if nothing happens. */
    private long act(Entry entry, Drain.Known known, Verdict verdict, NodesView nodes, long now) {
        long age = now - entry.drain.nanos();
        boolean late = age >= parts.deadline.toNanos();
        if (late && !entry.told && !known.delivered()) {
            entry.told = true;
            LOG.warn("drain of {} (revision {}): no Ack within {} ms from {}", entry.drain.workload(),
                    entry.drain.revision(), parts.deadline.toMillis(), String.join(", ", known.behind()));
        }
        if (verdict instanceof Verdict.Release release) {
            Long tried = entry.triedNanos;
            if (tried != null && now - tried < RETRY_NANOS) {
                return RETRY_NANOS - (now - tried);
            }
            entry.triedNanos = now;
            deletions.release(entry.drain, release, nodes.live().self());
            return RETRY_NANOS;
        }
        long half = parts.deadline.toNanos() / 2;
        return late ? FOREVER_NANOS : age < half ? half - age : parts.deadline.toNanos() - age;
    }

    private static DrainView view(Drain drain, Verdict verdict, NodesView nodes) {
        DrainRules.Missing missing = switch (verdict) {
            case Verdict.Release(DrainRules.Reason _, DrainRules.Missing who) -> who;
            case Verdict.Wait(DrainRules.Missing who) -> who;
            case Verdict.LeaveTo(String _, DrainRules.Missing who) -> who;
        };
        return new DrainView(drain.workload(), drain.revision(), drain.since(), nodes.live().ownerOf(drain.key()),
                missing.nodes(), missing.clients());
    }
}
