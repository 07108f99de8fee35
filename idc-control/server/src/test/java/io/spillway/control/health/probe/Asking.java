package io.spillway.control.health.probe;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.spillway.model.resource.HealthProbe;

/** One loop, and checks that are made on it. */
final class Asking implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    final Dial dial = new Dial(group, task -> Thread.ofVirtual().start(task));

    private final List<Prober> probers = new CopyOnWriteArrayList<>();

    Prober prober(HealthProbe probe, Place place) {
        Prober made = Prober.of(probe, place, dial);
        probers.add(made);
        return made;
    }

    CheckOutcome once(HealthProbe probe, Place place) throws Exception {
        return ask(prober(probe, place));
    }

    CheckOutcome ask(Prober prober) throws Exception {
        return begin(prober).get(20, TimeUnit.SECONDS);
    }

    /** Gives the check up when the workload says nothing. */
    CheckOutcome askInVain(Prober prober, long millis) throws Exception {
        CompletableFuture<CheckOutcome> asked = begin(prober);
        var _ = dial.loop().schedule(() -> asked.complete(prober.giveUp()), millis, TimeUnit.MILLISECONDS);
        return asked.get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<CheckOutcome> begin(Prober prober) {
        CompletableFuture<CheckOutcome> asked = new CompletableFuture<>();
        dial.loop().execute(() -> prober.begin(outcome -> {
            assert dial.loop().inEventLoop();
            asked.complete(outcome);
        }));
        return asked;
    }

    @Override
    public void close() {
        dial.loop().execute(() -> probers.forEach(Prober::close));
        var _ = group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }
}
