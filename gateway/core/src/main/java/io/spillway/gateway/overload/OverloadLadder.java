package io.spillway.gateway.overload;

import io.spillway.gateway.limit.PriorityClass;

/**
 * From pressures to what is done. Up at once; down one level at a time, when the pressure has stayed a margin below the
 * level's beginning for a hold time: a gateway at its limit does not flap. Too many connections are no reason to refuse
 * requests on those that are open, so that signal shortens, ends and does not accept, and refuses nothing.
 *
 * <p>Owned by one thread, the one that samples.
 */
public final class OverloadLadder {
    private static final double MARGIN = 0.05;
    private static final double SCALE_FROM = OverloadLevel.WARM.enter();
    private static final double SCALE_TO = OverloadLevel.SEVERE.enter();
    private static final double LEAST_SCALE = 0.1;

    private final long holdNanos;
    private OverloadLevel resources = OverloadLevel.CALM;
    private OverloadLevel connections = OverloadLevel.CALM;
    private long resourcesSince;
    private long connectionsSince;

    /** Creates a ladder at its foot; {@code holdNanos} is how long pressure must be lower before a level is left. */
    public OverloadLadder(long holdNanos, long now) {
        this.holdNanos = holdNanos;
        this.resourcesSince = now;
        this.connectionsSince = now;
    }

    /** Returns what to do under this pressure, which was seen now (monotonic nanoseconds). */
    public OverloadState next(Pressure pressure, long now) {
        Signal cause = worst(pressure);
        double resource = Math.max(pressure.directMemory(), Math.max(pressure.heap(), pressure.eventLoop()));
        OverloadLevel nextResources = step(resources, resource, resourcesSince, now);
        if (nextResources != resources || !below(resources, resource)) {
            resourcesSince = now;
        }
        resources = nextResources;
        OverloadLevel nextConnections = step(connections, pressure.connections(), connectionsSince, now);
        if (nextConnections != connections || !below(connections, pressure.connections())) {
            connectionsSince = now;
        }
        connections = nextConnections;
        return state(cause, Math.max(resource, pressure.connections()));
    }

    private OverloadState state(Signal cause, double highest) {
        OverloadLevel level = resources.compareTo(connections) >= 0 ? resources : connections;
        if (level == OverloadLevel.CALM) {
            return OverloadState.CALM;
        }
        PriorityClass last = resources.compareTo(OverloadLevel.SEVERE) >= 0
                ? PriorityClass.CRITICAL
                : resources == OverloadLevel.HOT ? PriorityClass.DEFAULT : PriorityClass.SHEDDABLE;
        double part = Math.clamp((highest - SCALE_FROM) / (SCALE_TO - SCALE_FROM), 0, 1);
        // In tenths: a state that differs by a hair would be a new state with every sample.
        double scale = Math.round((1 - part * (1 - LEAST_SCALE)) * 10) / 10.0;
        return new OverloadState(level, cause, scale, level.compareTo(OverloadLevel.HOT) < 0,
                level.compareTo(OverloadLevel.FULL) < 0, last);
    }

    private OverloadLevel step(OverloadLevel from, double pressure, long since, long now) {
        OverloadLevel reached = OverloadLevel.CALM;
        for (OverloadLevel level : OverloadLevel.values()) {
            if (pressure >= level.enter()) {
                reached = level;
            }
        }
        if (reached.compareTo(from) >= 0) {
            return reached;
        }
        return below(from, pressure) && now - since >= holdNanos ? from.below() : from;
    }

    private static boolean below(OverloadLevel level, double pressure) {
        return level != OverloadLevel.CALM && pressure < level.enter() - MARGIN;
    }

    private static Signal worst(Pressure pressure) {
        Signal worst = Signal.DIRECT_MEMORY;
        for (Signal signal : Signal.values()) {
            if (pressure.of(signal) > pressure.of(worst)) {
                worst = signal;
            }
        }
        return worst;
    }
}
