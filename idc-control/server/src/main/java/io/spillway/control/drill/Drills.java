package io.spillway.control.drill;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.spillway.control.audit.AuditLog;
import io.spillway.control.service.DrillService;
import io.spillway.control.service.SwitchOverService;
import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.switchover.run.Stand;
import io.spillway.registry.Registry;

/** A node's part in drills put together: what looks after them, and what people and agents say. */
public final class Drills implements AutoCloseable {

    private final DrillKeeper keeper;
    private final DrillRuns service;
    private final DrillNews news;

    /**
     * What it is made of.
     *
     * @param owns        whether this node does the work of a path like "drills/nightly"
     * @param switchOvers who moves traffic
     * @param observer    told how Drills stand
     * @param events      told what happens
     */
    public record Parts(String idc, String node, Registry registry, RecordCodec codec, StateKeeper.Times times,
            Stand state, AuditLog audit, Predicate<String> owns, Supplier<SwitchOverService> switchOvers,
            DrillObserver observer, Events events) {

        /** Returns the time, in milliseconds as people read it. */
        Instant now() {
            return times.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** Where it is told what happens. */
    @FunctionalInterface
    public interface Events {

        /** Something happened to the object, as in "drills/nightly". */
        void emit(String object, String detail, Map<String, String> facts);
    }

    /** Puts them together; nothing is done before {@link #start}. */
    public Drills(Parts parts) {
        DrillWriter writer = new DrillWriter(parts.registry(), parts.codec(), parts.times().clock(), parts.state(),
                parts.audit().trail());
        this.keeper = new DrillKeeper(parts, writer);
        this.service = new DrillRuns(parts, writer);
        this.news = new DrillNews(parts.events());
    }

    /** Returns whether a switch-over of that name is one that the run of a drill has made. */
    public static boolean moves(String drill, String run, String switchOver) {
        return switchOver.startsWith(DrillDecision.prefix(drill, run));
    }

    /** Begins to look. */
    public void start() {
        keeper.start();
    }

    /** Returns what people and agents talk to. */
    public DrillService service() {
        return service;
    }

    /** Takes what changed; called by the state's thread. Never blocks. */
    public void onChange(StateChange change) {
        news.onChange(change);
    }

    @Override
    public void close() {
        keeper.close();
    }
}
