package io.spillway.gateway.proxy.downstream;

import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.forward.Exchange;
import io.spillway.gateway.proxy.forward.Worker;
import org.jspecify.annotations.Nullable;

/** When in the spread of a drain one connection is told; drawn when it is asked for first. Used on one event loop only. */
final class DrainMoment {
    private static final double UNDRAWN = -1;

    private final Worker worker;
    private double moment = UNDRAWN;

    DrainMoment(Worker worker) {
        this.worker = worker;
    }

    /** Returns the moment as a part of the spread. */
    private double moment() {
        if (moment < 0) {
            moment = Drain.moment(worker.draws());
        }
        return moment;
    }

    /** Tells whether the gateway drains and the moment has passed. */
    boolean passed() {
        return worker.drain().active() && worker.drain().due(moment());
    }

    /** Asks a tunnel to go when the moment has passed, and ends an idle connection; null is neither. */
    void leave(Drain drain, @Nullable Exchange tunnel, @Nullable ChannelOutput idle) {
        if (tunnel != null && drain.due(moment())) {
            tunnel.leave();
        }
        if (idle != null && drain.idleDue(moment())) {
            idle.closeNow();
        }
    }
}
