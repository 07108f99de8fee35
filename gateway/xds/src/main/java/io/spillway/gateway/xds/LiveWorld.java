package io.spillway.gateway.xds;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.disk.BadFile;
import io.spillway.gateway.xds.disk.LastKnownGood;
import io.spillway.gateway.xds.event.ConfigurationEvent.Connected;
import io.spillway.gateway.xds.event.ConfigurationEvent.Disconnected;
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

/**
 * The world as it changes, and the snapshot that follows from it. The thread {@code xds} owns the world, the client and
 * every field without a comment; others read the snapshot through one volatile reference.
 */
final class LiveWorld implements AdsListener {

    private final String idc;
    private final Ticker ticker;
    private final GatewayTiming timing;
    private final ConfigurationObserver observer;
    private final World world;
    private final LastKnownGood disk;
    private final OwnerThread owner;
    private final AdsClient client;
    private final Freshness freshness;
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
        this.ticker = settings.surroundings().ticker();
        this.timing = settings.timing();
        this.observer = settings.surroundings().observer();
        this.world = world;
        this.disk = disk;
        this.freshness = new Freshness(settings.surroundings().ticker());
        this.current = RoutingSnapshot.empty(settings.identity().idc());
        this.owner = new OwnerThread("xds");
        AdsClient.Control control = new AdsClient.Control(settings.control(), timing.stream(),
                settings.surroundings().random());
        this.client = new AdsClient(settings.identity().toNode(), control, world, owner, this);
    }

    /** Serves what the world was restored from; called before any other thread knows this object. */
    void startRestored(Duration age) {
        freshness.restored(age);
        serving = true;
        swap(Origin.DISK);
        first.countDown();
        rehearse();
        owner.execute(client::start);
    }

    /** Waits for a control plane; the files are put aside when it has given the first snapshot. */
    void startEmpty(List<BadFile> bad) {
        toQuarantine = bad;
        owner.execute(client::start);
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
        new Rehearsal(world.resources(), () -> new AssemblerSink(idc), ticker).start();
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
