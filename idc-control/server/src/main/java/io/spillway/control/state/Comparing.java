package io.spillway.control.state;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.spillway.model.time.Ticker;
import io.spillway.registry.RangeResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.RegistryUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the state with a full listing, on a thread of its own: of 100,000 workloads that takes a good part of a second, and
 * no change of the IDC waits for it. At most one comparison is under way. Owned by the state's thread, which gets what was
 * found as a message.
 */
final class Comparing {

    private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);

    private final Registry registry;
    private final RecordReader reader;
    private final Ticker ticker;
    private final Newest newest;
    private final Consumer<StateMessage> told;
    private long round;
    private boolean running;
    private boolean again;
    private long begunNanos;

    /** The newest there is, to be read by any thread. */
    record Newest(Supplier<ControlState> state, Supplier<Set<String>> unreadable) {}

    Comparing(Registry registry, RecordReader reader, Ticker ticker, Newest newest, Consumer<StateMessage> told) {
        this.registry = registry;
        this.reader = reader;
        this.ticker = ticker;
        this.newest = newest;
        this.told = told;
    }

    /** Begins, unless one is under way. From before that on, the fold remembers what events tell. */
    void begin(StateFold fold) {
        if (running) {
            return;
        }
        fold.remember();
        running = true;
        again = false;
        begunNanos = ticker.nanos();
        long own = ++round;
        Thread.ofPlatform().name("control-compare").daemon().start(() -> told.accept(compare(own)));
    }

    /** Makes sure that one listing is asked for after that time. */
    void beginAfter(long nanos, StateFold fold) {
        if (running && nanos - begunNanos > 0) {
            again = true;
        } else {
            begin(fold);
        }
    }

    /** What is under way counts no more: all was listed otherwise. */
    void giveUp() {
        running = false;
        again = false;
        round++;
    }

    /** Returns whether this is the end of what is under way. */
    boolean ends(StateMessage.Compared message) {
        boolean own = running && message.round() == round;
        running &= !own;
        return own;
    }

    /** Returns whether another one was asked for while the last was under way. */
    boolean wanted() {
        return again;
    }

    private StateMessage.Compared compare(long own) {
        // Before the listing, so that an acceptance that comes in between counts for the next one.
        long epoch = registry.state().epoch();
        long asked = ticker.nanos();
        return new StateMessage.Compared(own, epoch, asked, found());
    }

    private @Nullable Comparison found() {
        try {
            RangeResult listing = registry.range(RegistryKeys.ROOT);
            // After the listing, so that what events have told of it meanwhile is no difference.
            return Comparison.of(newest.state.get(), newest.unreadable.get(), listing, reader);
        } catch (RegistryUnavailableException away) {
            LOG.debug("no comparison with the registry: {}", away.getMessage());
            return null;
        } catch (RuntimeException bug) {
            LOG.error("the registry could not be compared with; its events are taken on", bug);
            return null;
        }
    }
}
