package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.spillway.drill.classdata.ClassData;
import io.spillway.drill.classdata.Lesson;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.FleetFiles;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Line;
import io.spillway.drill.fleet.Namespaces;
import io.spillway.drill.fleet.Network;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.plan.PlanFiles;
import io.spillway.drill.report.Capacity;
import io.spillway.drill.report.Machine;
import io.spillway.drill.report.ReportFolder;
import io.spillway.drill.report.RunFacts;
import io.spillway.drill.run.Brake;
import io.spillway.drill.run.DrillRun;
import io.spillway.drill.run.RunClock;
import io.spillway.drill.verdict.ControlGroup;
import io.spillway.drill.verdict.Judge;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.drill.view.View;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/** A fleet on this machine and what is done with it. Used by one thread. */
final class Session implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final String PROPOSAL = "capacity.yaml";

    private final Home home;
    private final Ticker ticker;
    private final InstantSource wall;
    private final FleetLayout layout;
    private final Fleet fleet;
    private final View view;
    private final @Nullable Namespaces namespaces;

    private Session(Surroundings surroundings, FleetLayout layout, Fleet fleet, View view,
            @Nullable Namespaces namespaces) {
        this.home = surroundings.home();
        this.ticker = surroundings.ticker();
        this.wall = surroundings.wall();
        this.layout = layout;
        this.fleet = fleet;
        this.view = view;
        this.namespaces = namespaces;
    }

    /** Lays out and writes a fleet; nothing of it runs yet. With namespaces this process is in the hub of them. */
    static Session prepare(Surroundings surroundings, Topology topology, RegistryChoice registry, Wiring wiring,
            Path runFolder, View view) throws IOException, InterruptedException {
        Map<Role, List<String>> jvm = quickened(surroundings, topology.jvm(), view);
        Path folder = RunFolders.create(runFolder);
        Namespaces namespaces = wiring.netns() ? Namespaces.create(places(topology, wiring)) : null;
        try {
            Network network = namespaces == null ? Network.LOOPBACK : namespaces.network();
            FleetLayout layout = new FleetLayout(topology, Ports.free(topology.portBase(), topology), folder, registry,
                    wiring.lines(), network);
            FleetFiles.write(layout, surroundings.wall().instant());
            RunningFleets.write(layout);
            Commands commands = new Commands(surroundings.home(), jvm);
            Fleet fleet = new Fleet(layout.components(commands), folder, surroundings.ticker(), Pause.real());
            if (namespaces != null) {
                namespaces.recordIn(folder);
            }
            return new Session(surroundings, layout, fleet, view, namespaces);
        } catch (IOException | RuntimeException e) {
            if (namespaces != null) {
                namespaces.close();
            }
            throw e;
        }
    }

    private static List<String> places(Topology topology, Wiring wiring) {
        Stream<String> idcs = topology.idcs().stream().map(Topology.IdcTopology::name);
        return Stream.concat(idcs, wiring.lines().isEmpty() ? Stream.empty() : Stream.of(FleetLayout.LINKS)).toList();
    }

    /** Joins the fleet that {@code spillway up} keeps in a run folder. */
    static Session join(Surroundings surroundings, Topology topology, Set<Line> lines, Path runFolder, View view)
            throws IOException {
        FleetLayout layout = RunningFleets.read(topology, runFolder.toAbsolutePath());
        if (!layout.lines().containsAll(lines)) {
            throw new IOException("the fleet of " + runFolder + " leads " + layout.lines()
                    + " through Toxiproxy (expected: " + lines + "; spillway up --lines)");
        }
        Commands commands = new Commands(surroundings.home(), quickened(surroundings, topology.jvm(), view));
        Fleet fleet = Fleet.join(layout.components(commands), layout.folder(), surroundings.ticker(), Pause.real());
        return new Session(surroundings, layout, fleet, view, null);
    }

    /** The JVM flags with class data, made first where it is missing. It makes a start quick and is never worth an error. */
    private static Map<Role, List<String>> quickened(Surroundings surroundings, Map<Role, List<String>> jvm,
            View view) {
        Home home = surroundings.home();
        try {
            Optional<ClassData> found = ClassData.find(home, System.getenv());
            if (found.isEmpty()) {
                return jvm;
            }
            ClassData data = found.get();
            if (!data.exists()) {
                view.say(
                        "learning which classes the processes need: once, takes about a minute, fleets start in half the"
                                + " time afterwards");
                new Lesson(home, surroundings.ticker(), surroundings.wall(), view).hold(data);
            }
            return data.using(jvm);
        } catch (IOException e) {
            view.say("processes start without class data: " + e.getMessage());
            return jvm;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return jvm;
        }
    }

    /** Returns the file of a drill or topology given by path or by its name in the installation. */
    static Path find(Home home, String folder, String nameOrPath) {
        Path path = Path.of(nameOrPath);
        Path named = home.config().resolve(folder).resolve(nameOrPath + ".yaml");
        return Files.isRegularFile(path) || !Files.isRegularFile(named) ? path : named;
    }

    static DrillPlan drill(Home home, String nameOrPath) throws PlanException {
        return PlanFiles.drill(find(home, "drills", nameOrPath));
    }

    static Topology topology(Home home, String nameOrPath) throws PlanException {
        return PlanFiles.topology(find(home, "topologies", nameOrPath));
    }

    FleetLayout layout() {
        return layout;
    }

    /** Starts every process and waits until all do their work. */
    void start() throws InterruptedException {
        if (fleet.outlivesThisProcess()) {
            return;
        }
        long began = ticker.nanos();
        view.say("run folder " + layout.folder());
        if (layout.ports().base() != layout.topology().portBase()) {
            view.say("ports from " + layout.topology().portBase() + " are taken: this fleet has those from "
                    + layout.ports().base());
        }
        try {
            fleet.start(Selector.ALL, START, view::say);
        } catch (FleetException e) {
            view.say(String.valueOf(e.getMessage()));
            throw e;
        }
        view.say(String.format(java.util.Locale.ROOT, "%d processes ready after %.1f s",
                fleet.select(Selector.ALL).size(), (ticker.nanos() - began) / 1e9));
    }

    /** Plays a drill and writes its report. */
    RunFacts play(DrillPlan plan, Brake brake, Path report) throws IOException {
        Instant started = wall.instant();
        RunClock clock = new RunClock(ticker, wall);
        DrillRun run = new DrillRun(plan, layout, fleet, view, ticker, clock, brake);
        RunRecord record = run.play();
        RunFacts facts = new RunFacts(plan, record,
                Judge.judge(record, plan.invariants(), ControlGroup.of(plan.load())), started,
                Machine.here(home.root()));
        new ReportFolder(report).write(facts);
        propose(record, report);
        view.say("report: " + report.resolve("report.html").toAbsolutePath());
        return facts;
    }

    /** Writes what a raised load says of the IDCs' capacity, as resources that can be applied. */
    private void propose(RunRecord record, Path report) throws IOException {
        Path idcs = layout.folder().resolve(layout.topology().idcs().getFirst().name()).resolve("resources/idcs.yaml");
        String proposal = Files.isRegularFile(idcs) ? Capacity.proposal(Files.readString(idcs), record) : "";
        if (!proposal.isEmpty()) {
            Files.writeString(report.resolve(PROPOSAL), proposal);
            view.say("proposed capacities: " + report.resolve(PROPOSAL).toAbsolutePath());
        }
    }

    @Override
    public void close() {
        if (!fleet.outlivesThisProcess()) {
            view.say("ending " + fleet.select(Selector.ALL).size() + " processes");
        }
        fleet.close();
        if (namespaces != null) {
            namespaces.close();
        }
        view.close();
    }
}
