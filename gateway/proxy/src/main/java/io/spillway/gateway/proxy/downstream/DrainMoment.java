package io.spillway.gateway.proxy.downstream;

import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.forward.Worker;

/** When in the spread of a drain one connection is told; drawn when it is asked for first. Used on one event loop only. */
final class DrainMoment {
    private static final double UNDRAWN = -1;

    private double moment = UNDRAWN;

    /** Returns the moment as a part of the spread. */
    double of(Worker worker) {
        if (moment < 0) {
            moment = Drain.moment(worker.draws());
        }
        return moment;
    }

    /** Tells whether the gateway drains and the moment has passed. */
    boolean passed(Worker worker) {
        return worker.drain().active() && worker.drain().due(of(worker));
    }
}
