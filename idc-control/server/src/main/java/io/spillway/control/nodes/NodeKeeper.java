package io.spillway.control.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.spillway.control.nodes.NodeRecord.Load;
import io.spillway.control.nodes.NodeRecord.Progress;
import io.spillway.control.nodes.NodeRecord.StepAcks;
import io.spillway.model.time.Ticker;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.OneWatch;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.WatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's record in the registry and follows those of the others. One thread, {@code control-nodes}, owns
 * everything here. The record stands under a lease; a lease that was lost is taken again at once. Records are listed anew
 * now and then and after every loss of the registry, because a watch is never trusted alone.
 *
 * <p>A node is gone when the <em>registry says so</em>, by the end of its lease. A registry that is silent says nothing: then
 * the last known list stays, nobody takes the work of a node that may well do it, and the work of one that dies meanwhile
 * stays undone until the registry is back. Leases do not run out while no registry counts them, so its return takes nothing
 * away from those that live.
 *
 * <p>A node that lost its lease goes on: until it has the next one it counts itself among the live nodes, although the
 * others do not. For that moment some keys have two owners.
 */
public final class NodeKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeKeeper.class);

    private final Registry registry;
    private final Ticker ticker;
    private final Self self;
    private final Pace pace;
    private final Consumer<NodesView> listener;
    private final LinkedBlockingQueue<NodeMessage> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Roll roll = new Roll(); // owned by the thread
    private final Presence presence; // owned by the thread
    private final OneWatch watch; // owned by the thread
    private long seenRevision; // owned by the thread
    private long listedNanos; // owned by the thread
    private long dueNanos; // owned by the thread
    private boolean connected = true; // owned by the thread
    private volatile Progress wanted = Progress.UNKNOWN;
    private volatile @Nullable Load load;
    private volatile @Nullable NodeFigures figures;
    private volatile List<StepAcks> steps = List.of();
    private volatile String api = "";
    private volatile NodesView view;

    /**
     * Creates a keeper. {@code listener} is told every new view, on the keeper's thread, and must not block.
     */
    public NodeKeeper(Registry registry, Ticker ticker, Self self, Pace pace, Consumer<NodesView> listener) {
        this.registry = registry;
        this.ticker = ticker;
        this.self = self;
        this.pace = pace;
        this.listener = listener;
        this.presence = new Presence(registry, self.name(), pace.lease());
        this.view = NodesView.none(self.name());
        this.watch = new OneWatch(registry, RegistryKeys.CONTROL, new Inbound());
        this.thread = Thread.ofPlatform().name("control-nodes").daemon().unstarted(this::run);
    }

    /**
     * Who this node is.
     *
     * @param name    unique among the control nodes of the IDC
     * @param since   when it began to serve
     * @param address where gateways reach it
     */
    public record Self(String name, Instant since, String address) {}

    /**
     * How often something is done.
     *
     * @param lease so long a node that says nothing counts as living; whole seconds
     * @param renew time between two signs of life, much shorter
     * @param retry time before something is tried again that the registry did not answer
     * @param list  time between two listings
     */
    public record Pace(Duration lease, Duration renew, Duration retry, Duration list) {

        /** A killed node is gone after 8 s; three signs of life may get lost before. */
        public static final Pace USUAL = new Pace(Duration.ofSeconds(8), Duration.ofSeconds(2), Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }

    /** Begins to live. Before the first answer of the registry this node owns nothing. */
    public void start() {
        registry.onState(state -> inbox.add(new NodeMessage.Connection(state.connected())));
        thread.start();
    }

    /** Returns who lives and what they say; never blocks. */
    public NodesView view() {
        return view;
    }

    /** Says how far the clients of this node are; what was said before and is not written yet is dropped. */
    public void say(Progress progress) {
        wanted = progress;
        inbox.add(new NodeMessage.Said());
    }

    /** Says what the data planes of this node ask for; what was said before and is not written yet is dropped. */
    public void say(Load newer) {
        load = newer;
        inbox.add(new NodeMessage.Said());
    }

    /** Says what the data planes of this node see; what was said before and is not written yet is dropped. */
    public void say(NodeFigures newer) {
        figures = newer;
        inbox.add(new NodeMessage.Said());
    }

    /** Says who of this node's data planes knows the shifts of switch-overs; earlier words are dropped likewise. */
    public void say(List<StepAcks> newer) {
        steps = List.copyOf(newer);
        inbox.add(new NodeMessage.Said());
    }

    /** Says where operators reach this node. */
    public void reachable(String address) {
        api = address;
        inbox.add(new NodeMessage.Said());
    }

    /** Leaves: the record goes at once, if the registry answers. Waits for that as long as one call may take. */
    @Override
    public void close() {
        inbox.add(new NodeMessage.Stop());
        try {
            thread.join(pace.lease());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        dueNanos = ticker.nanos();
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = guardedStep();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            watch.close();
            presence.leave();
        }
    }

    private boolean guardedStep() throws InterruptedException {
        try {
            NodeMessage message = inbox.poll(Math.max(0, dueNanos - ticker.nanos()), TimeUnit.NANOSECONDS);
            if (message instanceof NodeMessage.Stop) {
                return false;
            }
            if (take(message) || ticker.nanos() - dueNanos >= 0) {
                beat();
            }
        } catch (RegistryUnavailableException away) {
            LOG.debug("control nodes: trying again: {}", away.getMessage());
            dueNanos = ticker.nanos() + pace.retry().toNanos();
        } catch (RuntimeException bug) {
            LOG.error("control nodes: a step failed; everything is read anew", bug);
            watch.close();
            dueNanos = ticker.nanos() + pace.retry().toNanos();
        }
        return true;
    }

    /** Returns whether a sign of life is due because of it. */
    private boolean take(@Nullable NodeMessage message) {
        return switch (message) {
            case NodeMessage.Batch(long revision, List<Event> events) -> {
                // A listing may have overtaken it.
                if (revision > seenRevision) {
                    seenRevision = revision;
                    events.forEach(event -> apply(event, revision));
                    publish();
                }
                yield !presence.held();
            }
            case NodeMessage.Compacted _ -> {
                watch.close();
                yield true;
            }
            case NodeMessage.Connection(boolean now) -> {
                boolean back = now && !connected;
                connected = now;
                if (back) {
                    watch.close();
                }
                yield back;
            }
            case NodeMessage.Said _ -> {
                presence.say(own());
                yield false;
            }
            case NodeMessage.Stop _ -> false;
            case null -> true;
        };
    }

    private void beat() {
        // Before this node writes: an etcd in which nothing happens does not answer a watch that begins after its newest.
        if (!watch.begun() || ticker.nanos() - listedNanos >= pace.list().toNanos()) {
            list();
        }
        presence.renew(own());
        publish();
        dueNanos = ticker.nanos() + pace.renew().toNanos();
    }

    private void list() {
        RangeResult listing = registry.range(RegistryKeys.CONTROL);
        roll.clear();
        KeyValue standing = null;
        for (KeyValue entry : listing.entries()) {
            roll.put(entry);
            standing = entry.key().equals(presence.key()) ? entry : standing;
        }
        presence.seen(standing, listing.revision());
        seenRevision = listing.revision();
        watch.beginAfter(listing.revision());
        listedNanos = ticker.nanos();
        publish();
    }

    private void apply(Event event, long revision) {
        KeyValue entry = event.keyValue();
        boolean gone = event.type() == Event.Type.DELETE;
        if (gone) {
            roll.remove(entry);
        } else {
            roll.put(entry);
        }
        if (entry.key().equals(presence.key())) {
            presence.seen(gone ? null : entry, revision);
        }
    }

    private NodeRecord own() {
        return new NodeRecord(self.name(), self.since(), self.address(), api, wanted, load, steps, figures);
    }

    private void publish() {
        NodesView before = view;
        NodesView now = before.with(roll.with(presence.began() ? own() : null));
        if (!now.equals(before)) {
            view = now;
            if (now.live().version() != before.live().version()) {
                LOG.info("control nodes: {} -> {}", before.live().names(), now.live().names());
            }
            listener.accept(now);
        }
    }

    private final class Inbound implements WatchListener {

        @Override
        public void onBatch(long revision, List<Event> events) {
            inbox.add(new NodeMessage.Batch(revision, events));
        }

        @Override
        public void onCompacted(long compactRevision) {
            inbox.add(new NodeMessage.Compacted());
        }
    }
}
