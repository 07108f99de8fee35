package io.spillway.drill.bench.verb;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import io.spillway.drill.bench.net.NetworkException;
import io.spillway.drill.bench.run.FaultCase;
import io.spillway.drill.bench.system.Contestant;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.verb.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code spillway bench failover}: the same faults for ours, Envoy and HAProxy. The process that the user starts makes
 * the network, starts itself once more inside it, and removes it.
 */
@Command(name = "failover", mixinStandardHelpOptions = true, sortOptions = false, description = "What users feel when instances, gateways or an IDC fail: ours, Envoy and HAProxy side by side, in network namespaces (needs root).")
public final class FailoverVerb implements Callable<Integer> {
    private final Surroundings surroundings;
    private final List<String> arguments;
    @Mixin
    private FailoverOptions options = new FailoverOptions();

    /** Creates the verb; the arguments are those of the whole process. */
    public FailoverVerb(Surroundings surroundings, List<String> arguments) {
        this.surroundings = surroundings;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public Integer call() {
        try {
            options.checkNumbers();
            List<Contestant> contestants = options.contestants();
            List<FaultCase> faults = options.faults();
            if (options.list()) {
                faults.forEach(one -> surroundings.terminal().out().printf("%-24s %s%n", one.word(), one.text()));
                return 0;
            }
            for (Contestant one : contestants) {
                if (!one.missing().isEmpty()) {
                    surroundings.terminal().err().println("bench failover: " + one.missing());
                    return 2;
                }
            }
            return options.inside().isEmpty()
                    ? new Outside(surroundings, arguments).run()
                    : new Inside(surroundings, options).run(contestants, faults);
        } catch (IllegalArgumentException | NetworkException | IOException e) {
            surroundings.terminal().err().println("bench failover: " + e.getMessage());
            return 2;
        } catch (FleetException e) {
            surroundings.terminal().err().println("bench failover: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            return 130;
        }
    }
}
