package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

import io.spillway.drill.mock.message.XdsType;
import io.spillway.model.time.Ticker;

/**
 * Compares what the clients of a fleet hold with what a new client of each control node is given now. Versions are equal on
 * every node for equal content, so a client that holds another version, or one more or less, is not up to date. While
 * something changes, the two may differ by what is under way. Safe for all threads.
 */
public final class Inquiry {

    private static final int EXAMPLES = 5;

    private final MockFleet fleet;
    private final FleetSettings settings;
    private final List<Group> groups;
    private final Ticker ticker;

    /** Creates one about a fleet that was started with the same settings and groups. */
    public Inquiry(MockFleet fleet, FleetSettings settings, List<Group> groups, Ticker ticker) {
        this.fleet = fleet;
        this.settings = settings;
        this.groups = List.copyOf(groups);
        this.ticker = ticker;
    }

    /**
     * Returns how the groups stand.
     *
     * @param within how long a node may take to give a new client everything; one that does not is not counted
     */
    public List<Standing> standings(Duration within) throws IOException, InterruptedException {
        List<Standing> standings = new ArrayList<>();
        for (Group group : groups) {
            standings.add(standing(group, within));
        }
        return standings;
    }

    private Standing standing(Group group, Duration within) throws IOException, InterruptedException {
        List<Witness> witnesses = new ArrayList<>();
        List<Map<XdsType, Map<String, Long>>> given = new ArrayList<>();
        try {
            for (InetSocketAddress node : settings.addresses()) {
                witnesses.add(Witness.ask(group, node, settings, ticker));
            }
            long end = ticker.nanos() + within.toNanos();
            for (Witness witness : witnesses) {
                if (witness.awaitAll(Duration.ofNanos(Math.max(0, end - ticker.nanos())))) {
                    given.add(witness.versions());
                }
            }
        } finally {
            witnesses.forEach(Witness::close);
        }
        if (given.isEmpty()) {
            return new Standing(group.name(), group.count(), 0, 0, 0, settings.addresses().size(), 0, false,
                    List.of("no control node answers"));
        }
        return compare(group, given);
    }

    private Standing compare(Group group, List<Map<XdsType, Map<String, Long>>> given) {
        Map<XdsType, Map<String, Long>> newest = given.getFirst();
        long each = newest.values().stream().mapToLong(Map::size).sum();
        LongAdder held = new LongAdder();
        ConcurrentLinkedQueue<String> behind = new ConcurrentLinkedQueue<>();
        int current = fleet.count(group.name(), client -> {
            List<String> lacks = new ArrayList<>();
            int surplus = 0;
            for (Map.Entry<XdsType, Map<String, Long>> type : newest.entrySet()) {
                for (Map.Entry<String, Long> resource : type.getValue().entrySet()) {
                    if (client.versionHash(type.getKey(), resource.getKey()) != resource.getValue()) {
                        lacks.add(type.getKey() + " " + resource.getKey());
                    }
                }
                surplus += Math.max(0, client.held(type.getKey()) - type.getValue().size());
            }
            held.add(each - lacks.size());
            boolean same = lacks.isEmpty() && surplus == 0;
            if (!same && behind.size() < EXAMPLES) {
                behind.add(words(group.name() + "-" + client.number(), client.connected(), lacks, surplus));
            }
            return same;
        });
        boolean agreed = given.stream().allMatch(newest::equals);
        return new Standing(group.name(), group.count(), current, each * group.count(), held.sum(),
                settings.addresses().size(), given.size(), agreed,
                List.copyOf(behind));
    }

    private static String words(String client, boolean connected, List<String> lacks, int surplus) {
        return client + (connected ? "" : ", which has no stream,") + " is behind in " + lacks.size() + " resources"
                + (lacks.isEmpty() ? "" : ", the first " + lacks.getFirst()) + ", and has " + surplus + " too many";
    }
}
