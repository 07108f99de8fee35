package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.model.time.Ticker;

/**
 * A new client of one control node: it asks for what the clients of a group asked for, holds nothing, and so is given the
 * newest of everything, whatever those clients were sent before.
 */
final class Witness implements AutoCloseable {

    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration BEAT = Duration.ofMillis(50);
    private static final int NUMBER = 0;

    private final String name;
    private final MockFleet fleet;
    private final Ticker ticker;
    private final List<XdsType> types;
    private final Map<XdsType, Map<String, Long>> versions;

    private Witness(String name, MockFleet fleet, Ticker ticker, List<XdsType> types,
            Map<XdsType, Map<String, Long>> versions) {
        this.name = name;
        this.fleet = fleet;
        this.ticker = ticker;
        this.types = types;
        this.versions = versions;
    }

    /** Lets one ask a node for what a group's own steps subscribe; what is in its repetitions does not count. */
    static Witness ask(Group group, InetSocketAddress node, FleetSettings settings, Ticker ticker) throws IOException {
        List<Step> steps = group.steps().stream()
                .filter(step -> step instanceof Step.Subscribe || step instanceof Step.Unsubscribe).toList();
        List<XdsType> types = steps.stream().filter(Step.Subscribe.class::isInstance)
                .map(step -> ((Step.Subscribe) step).type()).distinct().toList();
        Map<XdsType, Map<String, Long>> versions = new HashMap<>();
        types.forEach(type -> versions.put(type, new ConcurrentHashMap<>()));
        String name = group.name() + "-witness";
        Group alone = new Group(name, 1, group.protocol(), group.node(), Ramp.NONE, 1, group.limits(), group.retry(),
                steps);
        MockFleet fleet = MockFleet.start(new FleetSettings(List.of(node), 1, settings.seed(), settings.tls()),
                List.of(alone), new Noting(versions), ticker);
        return new Witness(name, fleet, ticker, types, versions);
    }

    /** Waits until it was told something about everything and then nothing more; returns whether that came in time. */
    boolean awaitAll(Duration within) throws InterruptedException {
        long end = ticker.nanos() + within.toNanos();
        long lastNews = ticker.nanos();
        long heard = -1;
        while (ticker.nanos() - end < 0) {
            long now = fleet.results(name).traffic().responses();
            if (now != heard || !answered()) {
                heard = now;
                lastNews = ticker.nanos();
            } else if (ticker.nanos() - lastNews >= QUIET.toNanos()) {
                return true;
            }
            fleet.pause(BEAT);
        }
        return false;
    }

    /** Returns the hash of the version of every resource that it holds, by type and name. */
    Map<XdsType, Map<String, Long>> versions() {
        Map<XdsType, Map<String, Long>> copy = new HashMap<>();
        types.forEach(type -> copy.put(type, new TreeMap<>(versions.getOrDefault(type, Map.of()))));
        return copy;
    }

    @Override
    public void close() {
        fleet.close();
    }

    private boolean answered() {
        GroupResult result = fleet.results(name);
        return result.finished() == 1 && result.traffic().responses() > 0 && fleet.count(name,
                client -> client.number() == NUMBER && client.connected()
                        && types.stream().allMatch(type -> client.unanswered(type) == 0)) == 1;
    }

    /** Keeps what the one client has. */
    private record Noting(Map<XdsType, Map<String, Long>> versions) implements ReceiptListener {

        @Override
        public void received(Receipt receipt) {
            Map<String, Long> ofType = versions.get(receipt.type());
            if (ofType != null) {
                ofType.put(receipt.name(), receipt.versionHash());
            }
        }

        @Override
        public void removed(String group, int client, XdsType type, String name, long nanos) {
            Map<String, Long> ofType = versions.get(type);
            if (ofType != null) {
                ofType.remove(name);
            }
        }
    }
}
