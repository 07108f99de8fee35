package io.spillway.sync.spi;

import java.time.InstantSource;

import io.spillway.model.time.Ticker;

/** Where workloads come from, as configured. */
public interface Source {

    /** Returns what is read, for people, as in {@code folder /etc/spillway/workloads}. */
    String place();

    /** Begins to listen; whether anything answers shows in the readings. */
    SourceSession open(Surroundings surroundings);

    /**
     * Time, and who is told that another reading is worth while.
     *
     * @param hint may be called by any thread at any time, returns at once; a source without one is read at its pace only
     */
    record Surroundings(Ticker ticker, InstantSource clock, Runnable hint) {}
}
