package io.spillway.control.health;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Checks that wait for their turn, and how many are on. Owned by one thread. */
final class Lane {

    private final int limit;
    private final ArrayDeque<Target> waiting = new ArrayDeque<>();
    private int running;

    Lane(int limit) {
        this.limit = limit;
    }

    /** Adds one to the end. */
    void add(Target target) {
        waiting.add(target);
    }

    /** Starts as many as may be on. */
    void run(Consumer<Target> start) {
        while (running < limit) {
            Target next = waiting.poll();
            if (next == null) {
                return;
            }
            running++;
            start.accept(next);
        }
    }

    /** One is over, or goes on in another lane. */
    void left() {
        running--;
    }

    /** One goes on here that began in another lane; also beyond the limit. */
    void joined() {
        running++;
    }

    int waiting() {
        return waiting.size();
    }

    int running() {
        return running;
    }
}
