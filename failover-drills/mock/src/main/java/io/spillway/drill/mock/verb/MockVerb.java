package io.spillway.drill.mock.verb;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.GroupResult;
import io.spillway.drill.mock.fleet.Inquiry;
import io.spillway.drill.mock.fleet.MockFleet;
import io.spillway.drill.mock.fleet.ReceiptListener;
import io.spillway.drill.mock.fleet.Tls;
import io.spillway.drill.mock.scenario.Addresses;
import io.spillway.drill.mock.scenario.Scenario;
import io.spillway.drill.mock.scenario.ScenarioException;
import io.spillway.drill.mock.scenario.ScenarioFiles;
import io.spillway.drill.verb.Surroundings;
import io.spillway.drill.verb.Terminal;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spillway mock}: plays a scenario against a control plane. */
@Command(name = "mock", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Plays mock data planes against a control plane, and says how it kept to the xDS protocol.",
        "Exit codes: 0 fine; 1 a violation, or something did not come in time; 2 usage; 3 no client was served."})
public final class MockVerb implements Callable<Integer> {

    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final Ticker ticker;
    private final Function<String, @Nullable String> environment;
    @Parameters(paramLabel = "SCENARIO", description = "a scenario file")
    private Path file = Path.of("");
    @Option(names = "--address", paramLabel = "HOST:PORT[,..]", description = "the control plane's nodes, instead of those in the file")
    private @Nullable String address;
    @Option(names = "--authority", paramLabel = "DIR", description = "a development authority that makes a certificate for each client, instead of the tls of the file")
    private @Nullable Path authority;
    @Option(names = "--seed", paramLabel = "N", description = "the seed of everything that happens by chance, instead of that in the file")
    private @Nullable Long seed;
    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "answer /results and /newest over HTTP there, as long as it runs")
    private @Nullable String listen;
    @Option(names = "-o", paramLabel = "table|json", description = "what is printed in the end (default: table)")
    private Form form = Form.TABLE;

    /** What can be printed. */
    enum Form {
        /** For people. */
        TABLE,
        /** For programs. */
        JSON
    }

    /** Creates the verb; {@code environment} gives the values that a scenario names. */
    public MockVerb(Surroundings surroundings, Function<String, @Nullable String> environment) {
        this.terminal = surroundings.terminal();
        this.ticker = surroundings.ticker();
        this.environment = environment;
    }

    @Override
    public Integer call() {
        try {
            return play(adjusted(ScenarioFiles.read(file, environment)));
        } catch (ScenarioException | IOException e) {
            terminal.err().println(e.getMessage());
            return USAGE;
        }
    }

    private Scenario adjusted(Scenario scenario) throws IOException {
        FleetSettings settings = scenario.settings();
        String text = address;
        List<InetSocketAddress> addresses = text == null ? settings.addresses() : Addresses.parse(text);
        if (addresses == null) {
            throw new IOException("--address: " + text + " (expected: host:port[,host:port])");
        }
        return scenario.on(new FleetSettings(addresses, settings.threads(), seed == null ? settings.seed() : seed,
                authority == null ? settings.tls() : Tls.Authority.of(authority)));
    }

    private int play(Scenario scenario) throws IOException {
        boolean finished = false;
        boolean interrupted = false;
        List<GroupResult> results;
        try (MockFleet fleet = MockFleet.start(scenario.settings(), scenario.groups(), ReceiptListener.NONE, ticker)) {
            try {
                finished = watchAnswering(fleet, scenario);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            results = fleet.results();
        }
        Findings findings = Findings.of(results, finished);
        PrintStream out = terminal.out();
        out.print(form == Form.JSON
                ? MockReport.json(scenario, results, findings)
                : MockReport.table(results, findings));
        out.flush();
        return interrupted ? INTERRUPTED : findings.code();
    }

    private boolean watchAnswering(MockFleet fleet, Scenario scenario) throws IOException, InterruptedException {
        String text = listen;
        if (text == null) {
            return watch(fleet, scenario);
        }
        List<InetSocketAddress> where = Addresses.parse(text);
        if (where == null || where.size() != 1) {
            throw new IOException("--listen: " + text + " (expected: host:port)");
        }
        Inquiry inquiry = new Inquiry(fleet, scenario.settings(), scenario.groups(), ticker);
        try (Answering answering = Answering.at(where.getFirst(), scenario, fleet, inquiry)) {
            terminal.err().println("answers on http:/" + answering.address() + "/results and /newest");
            return watch(fleet, scenario);
        }
    }

    private boolean watch(MockFleet fleet, Scenario scenario) throws InterruptedException {
        long start = ticker.nanos();
        boolean finished = false;
        while (!finished && ticker.nanos() - start < scenario.limit().toNanos()) {
            long left = scenario.limit().toNanos() - (ticker.nanos() - start);
            finished = fleet.awaitFinished(left < BEAT.toNanos() ? Duration.ofNanos(left) : BEAT);
            say(fleet, scenario, start);
        }
        if (finished) {
            long held = ticker.nanos();
            while (ticker.nanos() - held < scenario.hold().toNanos()) {
                long left = scenario.hold().toNanos() - (ticker.nanos() - held);
                fleet.pause(left < BEAT.toNanos() ? Duration.ofNanos(left) : BEAT);
                say(fleet, scenario, start);
            }
        }
        return finished;
    }

    private void say(MockFleet fleet, Scenario scenario, long start) {
        List<GroupResult> results = fleet.results();
        terminal.err().printf("%4d s  %d of %d connected, %d have done their steps, %d responses, %d violations%n",
                (ticker.nanos() - start) / 1_000_000_000L, results.stream().mapToInt(GroupResult::connected).sum(),
                scenario.clients(), results.stream().mapToInt(GroupResult::finished).sum(),
                results.stream().mapToLong(each -> each.traffic().responses()).sum(),
                results.stream().mapToLong(GroupResult::violationCount).sum());
    }
}
