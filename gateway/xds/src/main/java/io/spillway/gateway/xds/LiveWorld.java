package io.spillway.gateway.xds;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.demand.Demand;
import io.spillway.gateway.xds.demand.OnDemand;
import io.spillway.gateway.xds.disk.BadFile;
import io.spillway.gateway.xds.disk.LastKnownGood;
import io.spillway.gateway.xds.event.ConfigurationEvent.Connected;
import io.spillway.gateway.xds.event.ConfigurationEvent.Disconnected;
import io.spillway.gateway.xds.event.ConfigurationEvent.Forgotten;
import io.spillway.gateway.xds.event.ConfigurationEvent.Origin;
import io.spillway.gateway.xds.event.ConfigurationEvent.Rejected;
import io.spillway.gateway.xds.event.ConfigurationEvent.Swapped;
import io.spillway.gateway.xds.event.ConfigurationObserver;
import io.spillway.gateway.xds.stream.AdsClient;
import io.spillway.gateway.xds.stream.AdsListener;
import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.gateway.xds.thread.OwnerThread;
import io.spillway.gateway.xds.world.Rejection;
import io.spillway.gateway.xds.world.ResourceType;
import io.spillway.gateway.xds.world.World;
import io.spillway.gateway.xds.world.World.Applied;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The world as it changes, and the snapshot that follows from it. The thread {@code xds} owns the world, the client and
 * every field without a comment; others read the snapshot through one volatile reference.
 */
final class LiveWorld implements AdsListener {

    /** How often idle services are looked for, at most and at least. */
    private static final Duration LOOK_OFTEN = Duration.ofMillis(10);
    private static final Duration LOOK_SELDOM = Duration.ofSeconds(30);

    private final String idc;
    private final ClusterSubscription subscription;
    private final Ticker ticker;
    private final GatewayTiming timing;
    private final ConfigurationObserver observer;
    private final World world;
    private final LastKnownGood disk;
    private final OwnerThread owner;
    private final AdsClient client;
    private final Freshness freshness;
    /** Null when all clusters are subscribed. */
    private final @Nullable Demand demand;
    private final List<Consumer<RoutingSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    /** Written by the owner, read by every event loop. */
    private volatile RoutingSnapshot current;

    private List<BadFile> toQuarantine = List.of();
    private boolean serving;
    private boolean warming;
    private boolean saveScheduled;

    LiveWorld(GatewaySettings settings, World world, LastKnownGood disk) {
        this.idc = settings.identity().idc();
        this.subscription = settings.subscription();
        this.ticker = settings.surroundings().ticker();
        this.timing = settings.timing();
        this.observer = settings.surroundings().observer();
        this.world = world;
        this.disk = disk;
        this.freshness = new Freshness(settings.surroundings().ticker());
        this.current = RoutingSnapshot.empty(settings.identity().idc());
        this.owner = new OwnerThread("xds");
        AdsClient.Control control = new AdsClient.Control(settings.control(), timing.stream(),
                settings.surroundings().random(), ticker);
        this.client = new AdsClient(settings.identity().toNode(), control, world, owner, this);
        this.demand = subscription instanceof ClusterSubscription.OnDemand(Duration forgetAfter)
                ? new Demand(ticker, forgetAfter, cluster -> owner.execute(() -> want(cluster)))
                : null;
        if (demand != null) {
            world.stems().forEach(demand::subscribed);
        }
    }

    /** Serves what the world was restored from; called before any other thread knows this object. */
    void startRestored(Duration age) {
        freshness.restored(age);
        serving = true;
        swap(Origin.DISK);
        first.countDown();
        rehearse();
        owner.execute(this::startClient);
    }

    /** Waits for a control plane; the files are put aside when it has given the first snapshot. */
    void startEmpty(List<BadFile> bad) {
        toQuarantine = bad;
        owner.execute(this::startClient);
    }

    private void startClient() {
        client.start();
        if (subscription instanceof ClusterSubscription.OnDemand(Duration forgetAfter)) {
            Duration quarter = forgetAfter.dividedBy(4);
            Duration every = quarter.compareTo(LOOK_OFTEN) < 0
                    ? LOOK_OFTEN
                    : quarter.compareTo(LOOK_SELDOM) > 0 ? LOOK_SELDOM : quarter;
            forgetAfter(every);
        }
    }

    private void forgetAfter(Duration every) {
        owner.after(every, () -> {
            forgetIdle();
            forgetAfter(every);
        });
    }

    /** Forgets what nobody used for the set time, now. Called by any thread. */
    void forgetIdleSoon() {
        owner.execute(this::forgetIdle);
    }

    private void want(String cluster) {
        world.want(cluster);
        if (demand != null) {
            demand.subscribed(Demand.stem(cluster));
        }
        client.align();
    }

    private void forgetIdle() {
        List<String> idle = demand == null ? List.of() : demand.takeIdle();
        boolean changed = false;
        for (String stem : idle) {
            changed |= world.forget(stem);
        }
        if (!idle.isEmpty()) {
            observer.on(new Forgotten(idle));
            tellAbsent();
            client.align();
        }
        if (changed && serving) {
            swap(Origin.CONTROL);
            saveSoon();
        }
    }

    private void tellAbsent() {
        if (demand != null) {
            Set<String> absent = new HashSet<>(world.absent(ResourceType.CLUSTER));
            absent.addAll(world.absent(ResourceType.ENDPOINTS));
            demand.setAbsent(absent);
        }
    }

    @Nullable
    OnDemand demand() {
        return demand;
    }

    RoutingSnapshot current() {
        return current;
    }

    boolean awaitFirst(Duration atMost) {
        try {
            return first.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    ConfigurationStatus status() {
        return freshness.status();
    }

    void onSwap(Consumer<RoutingSnapshot> listener) {
        listeners.add(listener);
    }

    void close() {
        owner.close(() -> {
            client.close();
            if (saveScheduled) {
                disk.offer(world.resources());
            }
        });
    }

    @Override
    public void onConnected(ControlAddress address) {
        freshness.connected(address);
        observer.on(new Connected(address.toString()));
    }

    @Override
    public void onDisconnected(ControlAddress address, String reason, Duration retryIn) {
        freshness.disconnected();
        observer.on(new Disconnected(address.toString(), reason, retryIn));
    }

    @Override
    public void onApplied(ResourceType type, Applied applied) {
        for (Rejection rejection : applied.rejected()) {
            observer.on(new Rejected(type.typeUrl(), rejection.name(), rejection.why()));
        }
        tellAbsent();
        if (serving) {
            if (applied.changed()) {
                swap(Origin.CONTROL);
                saveSoon();
            }
        } else if (world.complete()) {
            serveFirst();
        } else if (world.begun() && !warming) {
            warming = true;
            owner.after(timing.warmWithin(), this::serveFirst);
        }
    }

    private void serveFirst() {
        if (serving) {
            return;
        }
        serving = true;
        if (!toQuarantine.isEmpty()) {
            disk.quarantine(toQuarantine);
            toQuarantine = List.of();
        }
        swap(Origin.CONTROL);
        freshness.served();
        first.countDown();
        rehearse();
        saveSoon();
    }

    private void rehearse() {
        new Rehearsal(world.resources(), () -> new AssemblerSink(idc, subscription), ticker).start();
    }

    private void swap(Origin origin) {
        RoutingSnapshot next = world.assemble();
        current = next;
        observer.on(new Swapped(origin));
        for (Consumer<RoutingSnapshot> listener : listeners) {
            listener.accept(next);
        }
    }

    private void saveSoon() {
        if (saveScheduled) {
            return;
        }
        saveScheduled = true;
        owner.after(timing.saveAfter(), () -> {
            saveScheduled = false;
            disk.offer(world.resources());
        });
    }
}
