package io.spillway.sync.peer;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import io.spillway.model.time.Ticker;

/** Time, chance, who watches, how others are spoken to, and what is said of sources, as parameters. */
public record SyncSurroundings(Ticker ticker, InstantSource clock, RandomGenerator random, SyncObserver observer,
        LinkTls tls, SourceWords sources) {

    /** Creates surroundings in which others are spoken to in the clear. */
    public SyncSurroundings(Ticker ticker, InstantSource clock, RandomGenerator random, SyncObserver observer) {
        this(ticker, clock, random, observer, LinkTls.PLAINTEXT, SourceWords.NONE);
    }
}
