package io.spillway.sync.peer;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import io.spillway.model.time.Ticker;

/** Time, chance and who watches, as parameters. */
public record SyncSurroundings(Ticker ticker, InstantSource clock, RandomGenerator random, SyncObserver observer) {}
