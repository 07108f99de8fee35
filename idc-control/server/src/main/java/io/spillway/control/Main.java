package io.spillway.control;

import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;

import io.spillway.control.state.StateKeeper;
import io.spillway.model.time.Ticker;
import io.spillway.process.lifecycle.ProcessRun;

/** The process {@code idc-control --config FILE}. */
public final class Main {

    private Main() {}

    /** Runs in the foreground until SIGTERM; lets its clients go to another node then. */
    public static void main(String[] arguments) {
        ProcessRun<ControlConfig> run = new ProcessRun<>("idc-control", ControlConfig::read,
                (config, tree, lifecycle) -> new ControlProcess(config,
                        new StateKeeper.Times(Ticker.system(), Clock.systemUTC()), new SplittableRandom())
                        .start(tree, lifecycle));
        System.exit(run.run(List.of(arguments), System::getenv, System.err).number());
    }
}
