package io.spillway.gateway.xds;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

import io.spillway.gateway.xds.event.ConfigurationObserver;
import io.spillway.model.time.Ticker;

/**
 * What the configuration takes from outside: time, chance, and somebody to tell.
 *
 * @param ticker
 *            for ages
 * @param clock
 *            for the date written into a file
 * @param random
 *            for waiting times; used by one thread at a time
 * @param observer
 *            learns what happens
 */
public record Surroundings(Ticker ticker, InstantSource clock, RandomGenerator random,
        ConfigurationObserver observer) {}
