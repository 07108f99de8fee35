package io.spillway.drill.verb;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spillway demo}: the drill first-light on two IDCs of this machine. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Starts two IDCs on loopback, sends load to both, plays the drill first-light with a live view, writes its report,",
        "stays up and prints its addresses."})
public final class DemoVerb implements Callable<Integer> {

    private final DrillRunner runner;
    @Option(names = "--once", description = "end with the drill instead of staying up")
    private boolean once;
    @Mixin
    private DrillOptions options = new DrillOptions();

    /** Creates the verb. */
    public DemoVerb(Surroundings surroundings) {
        runner = new DrillRunner(surroundings);
    }

    @Override
    public Integer call() {
        return runner.run("first-light", options, !once);
    }
}
