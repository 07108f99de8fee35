package io.spillway.control.imports.lead;

import java.util.function.Consumer;

/** One stream of a process of registry-sync at this control node. Safe for use by any thread; nothing blocks. */
public final class Place {

    private final Seat seat;
    private final Consumer<Term> told;
    private final Consumer<Place> left;

    Place(Seat seat, Consumer<Term> told, Consumer<Place> left) {
        this.seat = seat;
        this.told = told;
        this.left = left;
    }

    /** Returns how the process stands. */
    public Term term() {
        return seat.term();
    }

    /** The process was heard: its lease begins anew. */
    public void heard() {
        seat.heard();
    }

    /** The stream is over. */
    public void leave() {
        left.accept(this);
    }

    Seat seat() {
        return seat;
    }

    void told(Term now) {
        told.accept(now);
    }
}
