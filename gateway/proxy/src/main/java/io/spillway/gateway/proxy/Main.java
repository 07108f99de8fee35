package io.spillway.gateway.proxy;

import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;

import io.spillway.model.time.Ticker;
import io.spillway.process.lifecycle.ProcessRun;

/** The process {@code gateway --config FILE}. */
public final class Main {
    private Main() {}

    /** Runs in the foreground until SIGTERM; drains then. */
    public static void main(String[] arguments) {
        int processors = Runtime.getRuntime().availableProcessors();
        ProcessRun<GatewayConfig> run = new ProcessRun<>("gateway", config -> GatewayConfig.read(config, processors),
                (config, tree, lifecycle) -> new GatewayProcess(config, Ticker.system(), Clock.systemUTC(),
                        SplittableRandom::new).start(tree, System.out, lifecycle));
        System.exit(run.run(List.of(arguments), System::getenv, System.err).number());
    }
}
