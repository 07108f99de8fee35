package io.spillway.drill.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.drill.fault.Fault.OnNetwork;
import io.spillway.drill.fault.Fault.Way;
import io.spillway.drill.fleet.Network;
import io.spillway.drill.fleet.Place;
import io.spillway.drill.fleet.Ran;
import io.spillway.drill.fleet.Space;

/**
 * What hinders packets on one end of a cable, as commands of the system: {@code iptables} loses those that come in there,
 * {@code tc} holds back those that go out. So whoever sends one is never told.
 */
public sealed interface Hindrance {

    /** Returns the end of the cable. */
    String device();

    /** Returns the command that makes it. */
    List<String> begin();

    /** Returns the command that takes it away; it fails when it is not there. */
    List<String> end();

    /** Returns the command that looks for it, for {@link #isSeen}. */
    List<String> look();

    /** Returns whether it is there by what {@link #look} said. */
    boolean isSeen(Ran looked);

    /** Returns the words that stand for it. */
    List<String> words();

    /** Returns what a kernel must have for it. */
    String needs();

    /** So many percent of the packets that come in at a device are lost, before anything else looks at them. */
    record Loss(String device, double percent, String fault) implements Hindrance {

        private static final int LONGEST_COMMENT = 200;

        @Override
        public List<String> begin() {
            return rule("-A");
        }

        @Override
        public List<String> end() {
            return rule("-D");
        }

        @Override
        public List<String> look() {
            return rule("-C");
        }

        @Override
        public boolean isSeen(Ran looked) {
            return looked.good();
        }

        @Override
        public List<String> words() {
            return List.of("loss", device, Double.toString(percent), fault);
        }

        @Override
        public String needs() {
            return "iptables with the matches comment and statistic (CONFIG_NETFILTER_XT_MATCH_STATISTIC)";
        }

        private List<String> rule(String what) {
            List<String> rule = new ArrayList<>(List.of("iptables", "-w", "5", "-t", "raw", what, "PREROUTING", "-i",
                    device, "-m", "comment", "--comment",
                    fault.substring(0, Math.min(fault.length(), LONGEST_COMMENT))));
            if (percent < OnNetwork.ALL) {
                rule.addAll(List.of("-m", "statistic", "--mode", "random", "--probability",
                        String.format(Locale.ROOT, "%.6f", percent / OnNetwork.ALL)));
            }
            rule.addAll(List.of("-j", "DROP"));
            return rule;
        }
    }

    /** The packets that go out at a device wait in a queue. A device has one: a second fault of this kind is refused. */
    record Queue(String device, String fault, Duration latency, Duration jitter, long bandwidth) implements Hindrance {

        private static final int HANDLES = 0x7ffe;
        /** So many packets may be under way at once. */
        private static final String LIMIT = "20000";
        /** What a queue may let through at once: a tenth of a second, and never less than a full packet. */
        private static final long LEAST_BURST = 4096;
        private static final long BURSTS = 10;

        @Override
        public List<String> begin() {
            List<String> queue = new ArrayList<>(List.of("tc", "qdisc", "add", "dev", device, "root", "handle",
                    handle()));
            String rate = bandwidth + "bps";
            if (latency.isZero()) {
                queue.addAll(List.of("tbf", "rate", rate, "burst",
                        Long.toString(Math.max(LEAST_BURST, bandwidth / BURSTS)), "latency", "400ms"));
                return queue;
            }
            queue.addAll(List.of("netem", "limit", LIMIT, "delay", latency.toMillis() + "ms"));
            if (!jitter.isZero()) {
                queue.add(jitter.toMillis() + "ms");
            }
            if (bandwidth > 0) {
                queue.addAll(List.of("rate", rate));
            }
            return queue;
        }

        @Override
        public List<String> end() {
            return List.of("tc", "qdisc", "del", "dev", device, "root", "handle", handle());
        }

        @Override
        public List<String> look() {
            return List.of("tc", "qdisc", "show", "dev", device);
        }

        @Override
        public boolean isSeen(Ran looked) {
            return looked.good() && looked.output().contains(" " + handle() + " root");
        }

        @Override
        public List<String> words() {
            return List.of("queue", device, fault, Long.toString(latency.toMillis()), Long.toString(jitter.toMillis()),
                    Long.toString(bandwidth));
        }

        @Override
        public String needs() {
            return latency.isZero()
                    ? "the queue tbf (CONFIG_NET_SCH_TBF) for bandwidth"
                    : "the queue netem (CONFIG_NET_SCH_NETEM) for latency and jitter";
        }

        /** One of the fault's own, so that nothing takes away the queue of another. */
        private String handle() {
            return Integer.toHexString(1 + Math.floorMod(fault.hashCode(), HANDLES)) + ":";
        }
    }

    /** Makes it. */
    default void make(String name, Space space) throws FaultException, InterruptedException {
        try {
            Ran made = Ran.of(space.run(begin()));
            if (!made.good()) {
                throw new FaultException("fault " + name + ": " + String.join(" ", begin()) + " ended with "
                        + made.status() + ": " + made.output() + " (expected: a kernel with " + needs()
                        + ", and no other fault of this kind on " + device() + ")");
            }
        } catch (IOException e) {
            throw new FaultException("fault " + name + ": " + e.getMessage());
        }
    }

    /** Returns what makes a fault on a cable whose ends are these devices: first that in the place, then the other. */
    static List<Hindrance> onCable(String name, OnNetwork fault, String inside, String outside, Way way) {
        List<Hindrance> all = new ArrayList<>();
        String receives = way == Way.IN ? inside : outside;
        String sends = way == Way.IN ? outside : inside;
        if (fault.lossPercent() > 0) {
            all.add(new Loss(receives, fault.lossPercent(), name));
        }
        if (!fault.latency().isZero() || fault.bandwidth() > 0) {
            all.add(new Queue(sends, name, fault.latency(), fault.jitter(), fault.bandwidth()));
        }
        return all;
    }

    /** Returns what makes a fault, each with the namespace where it is. */
    static List<Undo.Clear> of(String name, OnNetwork fault, Network network) throws FaultException {
        Space hub = network.hub();
        Place place = network.place(fault.idc()).orElse(null);
        if (hub == null || place == null) {
            throw new FaultException("fault " + name + ": " + fault.idc()
                    + " has no network namespace (expected: one of "
                    + network.places().stream().map(Place::name).toList() + ", which a fleet has with --netns)");
        }
        List<Undo.Clear> all = new ArrayList<>();
        for (Way way : List.of(Way.IN, Way.OUT)) {
            if (fault.way() == Way.BOTH || fault.way() == way) {
                onCable(name, fault, Place.DEVICE, place.port(), way).forEach(each -> all.add(new Undo.Clear(
                        each.device().equals(Place.DEVICE) ? place.space() : hub, each)));
            }
        }
        return all;
    }

    /**
     * Returns what {@link #words} were made from.
     *
     * @throws IllegalArgumentException
     *             when they were not
     */
    static Hindrance parse(List<String> words) {
        return switch (words.getFirst() + "/" + words.size()) {
            case "loss/4" -> new Loss(words.get(1), Double.parseDouble(words.get(2)), words.get(3));
            case "queue/6" -> new Queue(words.get(1), words.get(2), Duration.ofMillis(Long.parseLong(words.get(3))),
                    Duration.ofMillis(Long.parseLong(words.get(4))), Long.parseLong(words.get(5)));
            default -> throw new IllegalArgumentException("hindrance: " + words + " (expected: loss or queue)");
        };
    }
}
