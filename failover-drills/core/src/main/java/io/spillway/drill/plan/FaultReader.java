package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.spillway.drill.fault.Fault;
import io.spillway.drill.fault.Fault.Direction;
import io.spillway.drill.fault.Fault.Harm;
import io.spillway.drill.fault.Fault.Way;
import io.spillway.drill.fleet.Line;
import io.spillway.drill.fleet.Selector;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the steps that break something without ending a process: {@code link}, {@code network}, {@code grey} and {@code filter}.
 */
final class FaultReader {

    private static final ScalarType<Boolean> YES = ScalarType.BOOL;
    private static final ScalarType<Long> RATE = ScalarType.SIZE;
    private static final ScalarType<Double> PER_SECOND = ScalarType.number(0.1, 1e6);
    private static final long KIB = 1024;
    private static final int UNAVAILABLE = 503;

    private FaultReader() {}

    static @Nullable Step read(Decoder step, String event, @Nullable Expectation expectation, @Nullable Duration ttl) {
        List<Fault> found = Stream
                .<@Nullable Fault>of(step.optionalChild("link", FaultReader::onLine),
                        step.optionalChild("network", FaultReader::onNetwork),
                        step.optionalChild("grey", FaultReader::grey),
                        step.optionalChild("filter", FaultReader::filter))
                .filter(Objects::nonNull).map(Objects::requireNonNull).toList();
        if (found.size() > 1) {
            step.violation("only one of link, network, grey and filter");
        }
        return found.isEmpty() ? null : new Step.Break(event, expectation, found.getFirst(), ttl);
    }

    private static Fault onLine(Decoder link) {
        Harm harm = harm(link);
        Direction direction = link.optional("direction", ScalarType.lowerCaseChoice(Direction.class), Direction.BOTH);
        if (direction != Direction.BOTH && harm instanceof Harm.Cut) {
            link.violation("direction", direction.word(),
                    "both, because a cut ends connections; a blackHole has directions");
        }
        return new Fault.OnLine(link.required("line", ScalarType.lowerCaseChoice(Line.class)),
                link.optional("from", ScalarType.SOME_TEXT), link.optional("to", ScalarType.SOME_TEXT), harm,
                direction);
    }

    private static Harm harm(Decoder link) {
        Duration latency = link.optional("latency", ScalarType.DURATION);
        Duration jitter = link.optional("jitter", ScalarType.DURATION, Duration.ZERO);
        Long bandwidth = link.optional("bandwidth", RATE);
        Duration slowClose = link.optional("slowClose", ScalarType.DURATION);
        List<Harm> found = Stream
                .<@Nullable Harm>of(link.optional("cut", YES, false) ? new Harm.Cut() : null,
                        link.optional("blackHole", YES, false) ? new Harm.BlackHole() : null,
                        link.optional("reset", YES, false) ? new Harm.Reset() : null,
                        latency == null ? null : new Harm.Latency(latency, jitter),
                        bandwidth == null ? null : new Harm.Bandwidth(Math.max(1, bandwidth / KIB)),
                        slowClose == null ? null : new Harm.SlowClose(slowClose))
                .filter(Objects::nonNull).map(Objects::requireNonNull).toList();
        if (found.size() != 1) {
            link.violation("exactly one of cut, blackHole, reset (true), latency, slowClose (a duration) and bandwidth"
                    + " (a size per second)");
            return new Harm.Cut();
        }
        return found.getFirst();
    }

    private static Fault onNetwork(Decoder network) {
        boolean drop = network.optional("drop", YES, false);
        double loss = network.optional("lossPercent", DrillReader.PERCENT, 0.0);
        Fault.OnNetwork read = new Fault.OnNetwork(network.required("idc", ScalarType.SOME_TEXT),
                drop ? Fault.OnNetwork.ALL : loss, network.optional("latency", ScalarType.DURATION, Duration.ZERO),
                network.optional("jitter", ScalarType.DURATION, Duration.ZERO),
                network.optional("bandwidth", RATE, 0L),
                network.optional("direction", ScalarType.lowerCaseChoice(Way.class), Way.BOTH));
        boolean slow = !read.latency().isZero() || read.bandwidth() > 0;
        if (drop ? slow || loss > 0 : !slow && loss == 0) {
            network.violation(
                    "drop: true alone, or one or more of lossPercent, latency (a duration) and bandwidth (a size"
                            + " per second)");
        }
        if (read.jitter().compareTo(read.latency()) > 0) {
            network.violation("jitter", read.jitter().toMillis() + "ms", "at most latency");
        }
        if (network.has("bandwidth") && read.bandwidth() < KIB) {
            network.violation("bandwidth", read.bandwidth() + "B", "at least 1KiB");
        }
        return read;
    }

    private static Fault grey(Decoder grey) {
        Selector selector = grey.child("instances", StepReader::selector);
        Fault.Grey read = new Fault.Grey(selector, grey.optional("errorPercent", DrillReader.PERCENT, 0.0),
                grey.optional("stallPercent", DrillReader.PERCENT, 0.0),
                grey.optional("delay", ScalarType.DURATION, Duration.ZERO),
                grey.optional("perSecond", PER_SECOND, 0.0));
        double bad = read.errorPercent() + read.stallPercent();
        if ((bad == 0 && read.delay().isZero() && read.perSecond() == 0) || bad > 100) {
            grey.violation("one or more of errorPercent, stallPercent (together at most 100), delay and perSecond");
        }
        return read;
    }

    private static Fault filter(Decoder filter) {
        Fault.Filter read = new Fault.Filter(filter.required("idc", ScalarType.SOME_TEXT),
                filter.required("service", ScalarType.SOME_TEXT),
                filter.optional("abortPercent", DrillReader.PERCENT, 0.0),
                filter.optional("status", ScalarType.integer(200, 599), UNAVAILABLE),
                filter.optional("delayPercent", DrillReader.PERCENT, 0.0),
                filter.optional("delay", ScalarType.DURATION, Duration.ZERO));
        boolean nothing = read.abortPercent() == 0 && read.delayPercent() == 0;
        boolean halfADelay = read.delayPercent() > 0 == read.delay().isZero();
        if (nothing || halfADelay) {
            filter.violation("abortPercent, or delayPercent with delay, or all");
        }
        return read;
    }
}
