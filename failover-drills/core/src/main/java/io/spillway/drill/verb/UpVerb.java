package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Line;
import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.view.PlainView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spillway up}: a local fleet in the foreground. */
@Command(name = "up", mixinStandardHelpOptions = true, description = "Starts a local fleet, one process per component; Ctrl-C stops all of it.")
public final class UpVerb implements Callable<Integer> {

    private final Surroundings surroundings;
    private final Terminal terminal;
    @Parameters(paramLabel = "TOPOLOGY", description = "a topology file, or the name of one in config/topologies")
    private String topology = "";
    @Option(names = "--registry", paramLabel = "embedded|etcd", description = "the registry of every IDC (default: as the topology says)")
    private @Nullable RegistryChoice registry;
    @Option(names = "--lines", split = ",", paramLabel = "LINE", description = "lines that go through Toxiproxy, so that a drill can break them: crossing, sync, control, etcd, entrance (default: none)")
    private Set<Line> lines = Set.of();
    @Option(names = "--netns", description = "each IDC gets a network namespace of its own, as drill run --netns --fleet wants it (needs root, ip, tc and iptables)")
    private boolean netns;
    @Option(names = "--run-dir", paramLabel = "DIR", description = "folder for the processes' files (default: out/fleet)")
    private Path runFolder = Path.of("");

    /** Creates the verb. */
    public UpVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
    }

    @Override
    public Integer call() {
        Home home = surroundings.home();
        Topology wanted;
        try {
            Hub.enter(netns, null);
            wanted = Session.topology(home, topology);
        } catch (PlanException | IOException e) {
            terminal.err().println(e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            return 130;
        }
        RegistryChoice chosen = registry;
        try (Session session = Session.prepare(surroundings, wanted, chosen == null ? wanted.registry() : chosen,
                new Wiring(lines, netns), runFolder,
                new PlainView(terminal.err()))) {
            session.start();
            terminal.out().print(Addresses.of(session.layout()));
            terminal.out().flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (FleetException e) {
            return 1;
        } catch (IOException e) {
            terminal.err().println(e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            return 130;
        }
    }
}
