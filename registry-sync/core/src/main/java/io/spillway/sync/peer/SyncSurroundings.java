package io.spillway.sync.peer;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import io.spillway.model.time.Ticker;

/** Time, chance, who watches, and how others are spoken to, as parameters. */
public record SyncSurroundings(Ticker ticker, InstantSource clock, RandomGenerator random, SyncObserver observer,
        LinkTls tls) {

    /** Creates surroundings in which others are spoken to in the clear. */
    public SyncSurroundings(Ticker ticker, InstantSource clock, RandomGenerator random, SyncObserver observer) {
        this(ticker, clock, random, observer, LinkTls.PLAINTEXT);
    }
}
