package io.spillway.control.imports.lead;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.spillway.model.time.Ticker;
import io.spillway.registry.Event;
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
 * Decides which of the registry-syncs of this IDC leads, together with the other control nodes, by one key under a lease.
 * One thread, {@code imports-leader}, asks the registry; nobody else waits for it. The lease is kept alive only while the
 * leader is heard. A leader that hangs up frees the key at once; one that is silent, after its lease; one whose control node
 * is gone, when the registry has counted the lease out. Then the next that is awake leads.
 *
 * <p>While the registry is away everything stays as it was: nothing can be written anyway.
 */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final long STEP_MILLIS = 100;
    private static final Duration SETTLING = Duration.ofSeconds(1);
    /** A watch is never trusted alone. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int RENEWALS = 4;

    private final Registry registry;
    private final Ticker ticker;
    private final InstantSource clock;
    private final LinkedBlockingQueue<LeadMessage> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final List<Seat> seats = new ArrayList<>(); // guarded by itself
    private final LeaderKey key; // owned by the thread
    private final OneWatch watch; // owned by the thread
    private boolean lookDue = true; // owned by the thread
    private long lookedNanos; // owned by the thread
    private long renewedNanos; // owned by the thread
    private volatile LeaderView view = LeaderView.NOBODY;

    private Leadership(Registry registry, String control, Ticker ticker, InstantSource clock) {
        this.registry = registry;
        this.ticker = ticker;
        this.clock = clock;
        this.key = new LeaderKey(registry, control);
        this.watch = new OneWatch(registry, RegistryKeys.SYNC_LEADER, new Inbound());
        this.thread = Thread.ofPlatform().name("imports-leader").daemon().unstarted(this::run);
    }

    /** Begins to ask the registry, for a control node. */
    public static Leadership start(Registry registry, String control, Ticker ticker, InstantSource clock) {
        Leadership leadership = new Leadership(registry, control, ticker, clock);
        leadership.lookedNanos = ticker.nanos();
        leadership.renewedNanos = ticker.nanos();
        leadership.thread.start();
        return leadership;
    }

    /**
     * Takes in a stream of a process, and waits, a second at most, until it is known whether that leads.
     *
     * @param told is told when that changes, on the thread of this, and must not block
     */
    public Place enter(Claimant claimant, Consumer<Term> told) {
        Place place;
        synchronized (seats) {
            Seat seat = seats.stream()
                    .filter(each -> each.claimant().is(claimant.node(), claimant.instance())).findFirst()
                    .orElse(null);
            if (seat == null) {
                seat = new Seat(claimant, ticker);
                seats.add(seat);
            }
            place = new Place(seat, told, this::leave);
            seat.add(place);
        }
        inbox.add(new LeadMessage.Look());
        place.seat().awaitSettled(SETTLING);
        return place;
    }

    /** Returns who leads; never blocks. */
    public LeaderView view() {
        return view;
    }

    /** Frees the key, if the registry answers, and ends. */
    @Override
    public void close() {
        inbox.add(new LeadMessage.Stop());
        try {
            thread.join(SETTLING);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(Place place) {
        synchronized (seats) {
            place.seat().remove(place);
            seats.removeIf(Seat::isEmpty);
        }
        inbox.add(new LeadMessage.Look());
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                LeadMessage message = inbox.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
                goesOn = !(message instanceof LeadMessage.Stop);
                if (goesOn) {
                    guardedStep(message);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            watch.close();
            end();
        }
    }

    private void end() {
        try {
            key.letGo();
        } catch (RegistryUnavailableException away) {
            LOG.debug("the lease of the leader runs out by itself: {}", away.getMessage());
        }
    }

    private void guardedStep(@Nullable LeadMessage message) {
        try {
            step(message);
        } catch (RegistryUnavailableException away) {
            LOG.debug("leader of registry-sync: trying again: {}", away.getMessage());
            lookDue = true;
        } catch (RuntimeException bug) {
            LOG.error("leader of registry-sync: a step failed; the key is read anew", bug);
            watch.close();
            lookDue = true;
        }
    }

    private void step(@Nullable LeadMessage message) {
        switch (message) {
            case LeadMessage.Compacted _ -> {
                watch.close();
                lookDue = true;
            }
            case LeadMessage.Look _ -> lookDue = true;
            case LeadMessage.Stop _ -> {
            }
            case null -> {
            }
        }
        List<Seat> here = all();
        List<Seat> awake = here.stream().filter(Seat::isAwake).toList();
        Claimant holder = key.holder();
        Seat leader = seatOf(awake, holder);
        if (holder != null && leader == null) {
            LOG.info("registry-sync: {} hung up or is silent, it leads no more", holder.node());
            key.letGo();
        }
        renew(leader);
        if (lookDue || ticker.nanos() - lookedNanos >= LOOK.toNanos()) {
            look();
        }
        Move move = Move.of(key.standing(), key.lease(), key.holder(), awake.stream().map(Seat::claimant).toList());
        if (move instanceof Move.Claim(Claimant who, long expected)) {
            key.claim(who, expected, clock.instant());
            renewedNanos = ticker.nanos();
        }
        publish(here);
    }

    private void renew(@Nullable Seat leader) {
        if (leader == null || leader.heardNanos() - renewedNanos < 0) {
            return; // nothing was heard since, so the lease goes on running out
        }
        long now = ticker.nanos();
        if (now - renewedNanos >= leader.claimant().lease().toNanos() / RENEWALS) {
            renewedNanos = now;
            key.renew();
        }
    }

    private void look() {
        lookDue = true;
        RangeResult listed = registry.range(RegistryKeys.SYNC_LEADER);
        watch.beginAfter(listed.revision());
        key.seen(listed.entries());
        lookedNanos = ticker.nanos();
        lookDue = false;
    }

    /** Who came during this step waits for the next one. */
    private void publish(List<Seat> here) {
        Standing standing = key.standing();
        Claimant holder = key.holder();
        String leader = standing == null ? "" : standing.node();
        for (Seat seat : here) {
            boolean leads = seat.claimant().equals(holder);
            seat.turn(standing != null && leads
                    ? new Term(true, standing.revision(), leader)
                    : new Term(false, 0, leader));
        }
        LeaderView now = new LeaderView(standing, here.stream().map(seat -> seat.claimant().node()).toList(),
                holder != null);
        long before = view.term();
        view = now;
        long term = now.term();
        if (term != before) {
            LOG.info("registry-sync: {} leads, term {}", leader.isEmpty() ? "nobody" : leader, term);
        }
    }

    private List<Seat> all() {
        synchronized (seats) {
            return List.copyOf(seats);
        }
    }

    private static @Nullable Seat seatOf(List<Seat> seats, @Nullable Claimant claimant) {
        return seats.stream().filter(seat -> seat.claimant().equals(claimant)).findFirst().orElse(null);
    }

    private final class Inbound implements WatchListener {

        @Override
        public void onBatch(long revision, List<Event> events) {
            inbox.add(new LeadMessage.Look());
        }

        @Override
        public void onCompacted(long compactRevision) {
            inbox.add(new LeadMessage.Compacted());
        }
    }
}
