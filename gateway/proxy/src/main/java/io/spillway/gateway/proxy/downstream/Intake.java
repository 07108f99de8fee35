package io.spillway.gateway.proxy.downstream;

import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.Cumulation;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent and nobody has used yet, and the loop that uses it piece by piece. A step may cause another one,
 * an answer that was given at once for example: it runs after the step and not inside it. Used on the connection's event
 * loop only.
 */
final class Intake {
    private final Cumulation cumulation = new Cumulation();
    private final Consumer<ByteBuf> step;
    private boolean advancing;
    private boolean again;

    /** Creates an empty one; {@code step} uses what it can of the octets and leaves the rest. */
    Intake(Consumer<ByteBuf> step) {
        this.step = step;
    }

    /** Takes over octets that were just read. */
    void add(ByteBuf octets) {
        cumulation.add(octets);
    }

    /** Runs the step as often as it was asked for. Returns false when a step asked: it runs once more when it is over. */
    boolean advance() {
        if (advancing) {
            again = true;
            return false;
        }
        advancing = true;
        do {
            again = false;
            ByteBuf in = cumulation.peek();
            if (in != null && in.isReadable()) {
                step.accept(in);
            }
            cumulation.settle();
        } while (again);
        advancing = false;
        return true;
    }

    /** Tells whether a step is running. */
    boolean advancing() {
        return advancing;
    }

    /** Lets all octets go; a step that is running still has them, and runs once more to do so. */
    void drop() {
        again = advancing;
        if (!advancing) {
            cumulation.clear();
        }
    }

    /** Hands over what is left, for the caller to release, or null. */
    @Nullable
    ByteBuf take() {
        return cumulation.take();
    }

    /** Returns how many octets wait. */
    int size() {
        return cumulation.size();
    }
}
