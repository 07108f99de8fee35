package io.spillway.drill.agent;

import java.nio.file.Path;

import io.spillway.drill.run.Brake;

/** Plays a run to its end, rollback included. */
@FunctionalInterface
public interface Player {

    /**
     * Plays. Never throws for what the drill is about; returns soon after the brake is pulled, when everything is rolled back.
     *
     * @param run    what is played
     * @param folder for the report; fresh
     */
    Outcome play(Run run, Path folder, Brake brake) throws InterruptedException;
}
