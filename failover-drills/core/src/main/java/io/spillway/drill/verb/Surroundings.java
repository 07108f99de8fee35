package io.spillway.drill.verb;

import java.time.InstantSource;

import io.spillway.drill.fleet.Home;
import io.spillway.model.time.Ticker;

/**
 * What verbs take from the process that they run in.
 *
 * @param terminal where they write
 * @param interruption how they are ended early
 * @param home the installation
 * @param ticker measures durations
 * @param wall tells the time of day
 */
public record Surroundings(Terminal terminal, Interruption interruption, Home home, Ticker ticker,
        InstantSource wall) {}
