package io.spillway.drill.bench.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;
import io.spillway.drill.mock.fleet.GroupResult;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Step;
import io.spillway.gateway.bench.process.BenchFailure;
import io.spillway.model.time.Ticker;

/**
 * Mock data planes of one kind, each with a connection of its own, that subscribe clusters and endpoints by name over delta
 * ADS. Used by one thread.
 */
public final class Crowd implements AutoCloseable {
    private static final String GROUP = "clients";
    /** Names of clusters and endpoints come in one message each; none is let down before that. */
    private static final Duration CONNECTING = Duration.ofMinutes(5);

    private final int clients;
    private final MockFleet fleet;
    private final Sightings sightings;

    private Crowd(int clients, MockFleet fleet, Sightings sightings) {
        this.clients = clients;
        this.fleet = fleet;
        this.sightings = sightings;
    }

    /** Begins to connect all of them at once, to ADS on a port of the loopback address. */
    public static Crowd connect(int port, int clients, List<String> names, Ticker ticker) {
        NameSet wanted = NameSet.of(names);
        Sightings sightings = new Sightings(GROUP, clients, ticker);
        Group group = Group.of(GROUP, clients, new NodeOctets(Population.IDC, "", Map.of()),
                new Step.Subscribe(XdsType.CDS, wanted), new Step.Subscribe(XdsType.EDS, wanted),
                new Step.Await(new Step.Condition.Count(XdsType.CDS, names.size()), CONNECTING),
                new Step.Await(new Step.Condition.Count(XdsType.EDS, names.size()), CONNECTING));
        try {
            return new Crowd(clients, MockFleet.start(
                    FleetSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                    List.of(group), sightings,
                    ticker), sightings);
        } catch (IOException e) {
            throw new UncheckedIOException("the clients cannot be started", e);
        }
    }

    /** Tells whether none of them waits any longer, for what it asked for or for the end of its patience. */
    boolean over() {
        return result().finished() == clients;
    }

    /**
     * Waits until all of them hold everything.
     *
     * @throws BenchFailure when that takes too long; says how many do not
     */
    public void awaitComplete() throws InterruptedException {
        if (!fleet.awaitFinished(CONNECTING.plusSeconds(5)) || result().missed().count() > 0) {
            GroupResult result = result();
            throw new BenchFailure("of " + clients + " clients " + result.connected() + " are connected and "
                    + (result.finished() - result.missed().count()) + " have everything; ended streams: "
                    + result.ended() + "; missed: " + result.missed().examples());
        }
    }

    int clients() {
        return clients;
    }

    /** Returns what they see of the name that is watched. */
    public Sightings sightings() {
        return sightings;
    }

    /** Returns the octets of all responses so far, without framing. */
    public long octets() {
        return result().traffic().octets();
    }

    /** Returns the number of all responses so far. */
    long responses() {
        return result().traffic().responses();
    }

    /** Returns how often the server broke the protocol, and how. */
    public String violations() {
        return result().violationCount() == 0 ? "" : result().violations().toString();
    }

    /** Returns the hashes of the versions that its first client holds. */
    public Map<String, Long> versions(List<String> names) {
        Map<String, Long> versions = new ConcurrentHashMap<>();
        int one = fleet.count(GROUP, client -> {
            if (client.number() == 0) {
                names.forEach(name -> versions.put(name, client.versionHash(XdsType.EDS, name)));
            }
            return client.number() == 0;
        });
        assert one == 1;
        return new HashMap<>(versions);
    }

    /** Returns how many clients still hold one of those versions. */
    public int holdingAny(Map<String, Long> versions) {
        return fleet.count(GROUP, client -> versions.entrySet().stream()
                .anyMatch(each -> client.versionHash(XdsType.EDS, each.getKey()) == each.getValue()));
    }

    /** Returns how many clients hold exactly those versions. */
    int holding(Map<String, Long> versions) {
        return fleet.count(GROUP, client -> versions.entrySet().stream()
                .allMatch(each -> client.versionHash(XdsType.EDS, each.getKey()) == each.getValue()));
    }

    private GroupResult result() {
        return fleet.results(GROUP);
    }

    @Override
    public void close() {
        fleet.close();
    }
}
