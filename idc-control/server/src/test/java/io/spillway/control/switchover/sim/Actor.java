package io.spillway.control.switchover.sim;

/** Somebody who makes one move at a time. Between two moves anything may happen. */
interface Actor {

    /** Makes the next move. */
    void move(long now);

    /** Returns whether it has nothing more to do of itself. */
    boolean done();
}
