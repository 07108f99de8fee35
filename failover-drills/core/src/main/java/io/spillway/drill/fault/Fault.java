package io.spillway.drill.fault;

import java.time.Duration;
import java.util.Locale;

import io.spillway.drill.fleet.Line;
import io.spillway.drill.fleet.Selector;
import org.jspecify.annotations.Nullable;

/** Something that a drill breaks without ending a process. It has a time to live and ends by itself. */
public sealed interface Fault {

    /** Returns what it is, for people. */
    String words();

    /**
     * A line between processes is bad.
     *
     * @param from
     *            the IDC that begins it, null for all
     * @param to
     *            the IDC that it leads to, null for all
     * @param direction
     *            what of it is hit
     */
    record OnLine(Line line, @Nullable String from, @Nullable String to, Harm harm, Direction direction)
            implements
                Fault {

        @Override
        public String words() {
            return harm.words() + (direction == Direction.BOTH ? "" : " " + direction.word()) + " on the line "
                    + line.word() + (from == null ? "" : " from " + from) + (to == null ? "" : " to " + to);
        }
    }

    /**
     * Instances of a service answer, but not as they should.
     *
     * @param selector
     *            which instances
     * @param errorPercent
     *            of their requests are answered by 500
     * @param stallPercent
     *            of their requests are never answered
     * @param delay
     *            every other answer comes so much later
     * @param perSecond
     *            so many requests each of them can answer in a second, the others wait in line; 0: as many as come
     */
    record Grey(Selector selector, double errorPercent, double stallPercent, Duration delay, double perSecond)
            implements
                Fault {

        @Override
        public String words() {
            return selector + ": " + errorPercent + " % errors, " + stallPercent + " % never answered, answers "
                    + delay.toMillis() + " ms later"
                    + (perSecond == 0 ? "" : ", at most " + perSecond + " of them a second");
        }
    }

    /**
     * The gateways of an IDC treat requests badly, by the fault of a Route.
     *
     * @param idc
     *            whose gateways
     * @param service
     *            whose requests
     * @param abortPercent
     *            of them are answered by the gateway itself
     * @param status
     *            by this
     * @param delayPercent
     *            of them wait
     * @param delay
     *            so long
     */
    record Filter(String idc, String service, double abortPercent, int status, double delayPercent, Duration delay)
            implements
                Fault {

        @Override
        public String words() {
            return "gateways of " + idc + " answer " + abortPercent + " % of " + service + " by " + status
                    + " and delay " + delayPercent + " % by " + delay.toMillis() + " ms";
        }
    }

    /**
     * The network between an IDC and everybody else is bad, users included, as the kernel of this machine makes it: in a fleet
     * whose IDCs have network namespaces.
     *
     * @param idc
     *            whose network
     * @param lossPercent
     *            of the packets are lost, and nobody is told
     * @param latency
     *            every packet arrives so much later
     * @param jitter
     *            by which that varies
     * @param bandwidth
     *            octets that arrive in a second at most, 0 for as many as come
     * @param way
     *            which packets are hit
     */
    record OnNetwork(String idc, double lossPercent, Duration latency, Duration jitter, long bandwidth, Way way)
            implements
                Fault {

        /** Everything is lost. */
        public static final double ALL = 100;
        private static final long KIB = 1024;

        @Override
        public String words() {
            StringBuilder words = new StringBuilder("network of ").append(idc).append(':');
            if (lossPercent == ALL) {
                words.append(" nothing arrives");
            } else if (lossPercent > 0) {
                words.append(" ").append(lossPercent).append(" % of the packets are lost");
            }
            if (!latency.isZero()) {
                words.append(lossPercent > 0 ? ", " : " ").append("latency ").append(latency.toMillis())
                        .append(" ms, jitter ").append(jitter.toMillis()).append(" ms");
            }
            if (bandwidth > 0) {
                words.append(lossPercent > 0 || !latency.isZero() ? ", " : " ").append("bandwidth ")
                        .append(bandwidth / KIB).append(" KiB/s");
            }
            return words + (way == Way.BOTH ? "" : ", " + way.word());
        }
    }

    /** Which packets of an IDC are hit. */
    enum Way {
        /** Those that go to it. */
        IN,
        /** Those that come from it. */
        OUT,
        /** All. */
        BOTH;

        /** Returns the word of a drill file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which way what goes over a line is hit. */
    enum Direction {
        /** What goes to the IDC. */
        THERE,
        /** What comes back. */
        BACK,
        /** All. */
        BOTH;

        /** Returns the word of a drill file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happens to a line. */
    sealed interface Harm {

        /** Returns what it is, for people. */
        String words();

        /** All connections end and none begins. */
        record Cut() implements Harm {

            @Override
            public String words() {
                return "cut";
            }
        }

        /** Connections begin, and nothing that is sent arrives. */
        record BlackHole() implements Harm {

            @Override
            public String words() {
                return "black hole";
            }
        }

        /** Connections are reset as soon as something is sent. */
        record Reset() implements Harm {

            @Override
            public String words() {
                return "reset";
            }
        }

        /** Everything takes longer. */
        record Latency(Duration latency, Duration jitter) implements Harm {

            @Override
            public String words() {
                return "latency " + latency.toMillis() + " ms, jitter " + jitter.toMillis() + " ms";
            }
        }

        /** Every connection is narrow. */
        record Bandwidth(long kibPerSecond) implements Harm {

            @Override
            public String words() {
                return "bandwidth " + kibPerSecond + " KiB/s";
            }
        }

        /** Connections end late. */
        record SlowClose(Duration delay) implements Harm {

            @Override
            public String words() {
                return "slow close " + delay.toMillis() + " ms";
            }
        }
    }
}
