package io.spillway.drill.bench.coldstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.spillway.drill.bench.index.World;
import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.GroupResult;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.fleet.Ramp;
import io.spillway.drill.mock.fleet.ReceiptListener;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.model.time.Ticker;

/**
 * Mock gateways in this process, each with a connection of its own, which subscribe clusters and endpoints by name over delta
 * ADS. Used by one thread.
 */
final class Gateways implements AutoCloseable {

    private static final String GROUP = "gateways";

    private final ColdStartPlan plan;
    private final MockFleet fleet;
    private final long began;
    private final Ticker ticker;

    private Gateways(ColdStartPlan plan, MockFleet fleet, Ticker ticker) {
        this.plan = plan;
        this.fleet = fleet;
        this.ticker = ticker;
        this.began = ticker.nanos();
    }

    /** Begins to connect all of them, as the ramp says. */
    static Gateways connect(int port, ColdStartPlan plan, Ticker ticker) {
        World world = new World(plan.size());
        List<String> names = IntStream.range(0, plan.subscribed()).mapToObj(world::clusterOf).toList();
        NameSet wanted = NameSet.of(names);
        Duration patience = plan.patience().plus(plan.ramp());
        Group group = Group.of(GROUP, plan.clients(), new NodeOctets(World.IDC, "", Map.of()),
                new Step.Subscribe(XdsType.CDS, wanted), new Step.Subscribe(XdsType.EDS, wanted),
                new Step.Await(new Step.Condition.Count(XdsType.CDS, names.size()), patience),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, names.size()), patience))
                .ramped(new Ramp(plan.ramp(), 0));
        try {
            return new Gateways(plan, MockFleet.start(
                    FleetSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), List.of(group),
                    ReceiptListener.NONE, ticker), ticker);
        } catch (IOException e) {
            throw new UncheckedIOException("the gateways cannot be started", e);
        }
    }

    /**
     * Waits until all of them hold what they subscribe; returns the seconds since they began.
     *
     * @throws BenchFailure when that takes too long; says how many do not
     */
    double awaitComplete() throws InterruptedException {
        boolean inTime = fleet.awaitFinished(plan.patience().plus(plan.ramp()).plusSeconds(5));
        double seconds = (ticker.nanos() - began) / 1e9;
        GroupResult result = result();
        if (!inTime || result.missed().count() > 0) {
            throw new BenchFailure("of " + plan.clients() + " gateways " + result.connected() + " are connected and "
                    + (result.finished() - result.missed().count()) + " have everything after "
                    + Math.round(seconds) + " s; ended streams: " + result.ended());
        }
        return seconds;
    }

    /** Returns how long the slowest of them took to have what it asked for. */
    double slowestSeconds() {
        return result().settled().maxMs() / 1000;
    }

    /** Returns the octets of all responses so far, without framing. */
    long octets() {
        return result().traffic().octets();
    }

    /** Returns how often the protocol was broken, and how; empty when it was not. */
    String violations() {
        return result().violationCount() == 0 ? "" : result().violations().toString();
    }

    private GroupResult result() {
        return fleet.results(GROUP);
    }

    @Override
    public void close() {
        fleet.close();
    }
}
