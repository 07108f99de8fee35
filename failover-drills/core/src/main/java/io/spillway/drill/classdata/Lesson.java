package io.spillway.drill.classdata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.FleetFiles;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Folders;
import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.fleet.Topology.IdcTopology;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.plan.PlanFiles;
import io.spillway.drill.run.Brake;
import io.spillway.drill.run.DrillRun;
import io.spillway.drill.run.RunClock;
import io.spillway.drill.view.View;
import io.spillway.model.time.Ticker;

/**
 * Makes class data: a small fleet of real processes plays a switch-over, then one of each role ends in good order, at which
 * its JVM writes down what it learned. Takes about a minute of two processors, once for an installation. Used by one thread.
 */
public final class Lesson {

    private static final Duration START = Duration.ofMinutes(2);
    private static final String MAKING = "making-";
    private static final Pattern MAKING_BY = Pattern.compile(MAKING + "(\\d{1,18})-.*");
    private static final long WRITING_MILLIS = 120_000;

    private final Home home;
    private final Ticker ticker;
    private final InstantSource wall;
    private final View view;

    /** Prepares it; nothing runs yet. */
    public Lesson(Home home, Ticker ticker, InstantSource wall, View view) {
        this.home = home;
        this.ticker = ticker;
        this.wall = wall;
        this.view = view;
    }

    /**
     * Makes the class data; what there was of older installations goes, and what a launcher that was killed left half made.
     *
     * @throws IOException when a process did not start or end as it should, or a file cannot be written; nothing is left then
     */
    public void hold(ClassData wanted) throws IOException, InterruptedException {
        Path parent = Objects.requireNonNull(wanted.folder().getParent(), "class data lie in a folder of their own");
        Files.createDirectories(parent);
        Path work = Files.createTempDirectory(parent, MAKING + ProcessHandle.current().pid() + "-");
        long began = ticker.nanos();
        try {
            Path made = Files.createDirectory(work.resolve("made"));
            play(work, made);
            sweep(parent, wanted);
            // Whoever learned beside us has the same.
            if (!wanted.exists()) {
                Files.move(made, wanted.folder(), StandardCopyOption.ATOMIC_MOVE);
            }
            view.say(String.format(Locale.ROOT, "classes learned in %.1f s", (ticker.nanos() - began) / 1e9));
        } catch (PlanException | FleetException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Folders.delete(work);
        }
    }

    /** Removes what is neither wanted nor being made by somebody who lives. */
    static void sweep(Path parent, ClassData wanted) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(parent)) {
            found = files.toList();
        }
        for (Path folder : found) {
            if (!folder.equals(wanted.folder()) && !isBeingMade(folder.getFileName().toString())) {
                Folders.delete(folder);
            }
        }
    }

    private static boolean isBeingMade(String name) {
        Matcher making = MAKING_BY.matcher(name);
        return making.matches() && ProcessHandle.of(Long.parseLong(making.group(1))).isPresent();
    }

    private void play(Path work, Path made) throws IOException, PlanException, InterruptedException {
        Topology topology = small(PlanFiles.topology(home.config().resolve("topologies/two-idc.yaml")));
        Path folder = work.resolve("fleet");
        FleetLayout layout = new FleetLayout(topology, Ports.free(topology.portBase(), topology), folder,
                RegistryChoice.EMBEDDED);
        FleetFiles.write(layout, wall.instant());
        Commands commands = new Commands(home, ClassData.recording(topology.jvm(), work));
        try (Fleet fleet = new Fleet(layout.components(commands), folder, ticker, Pause.real())) {
            fleet.start(Selector.ALL, START, _ -> {});
            var _ = new DrillRun(plan(work), layout, fleet, new Silence(), ticker, new RunClock(ticker, wall),
                    new Brake())
                    .play();
            List<Component> pupils = pupils(fleet, topology.idcs().getFirst().name());
            fleet.kill(fleet.select(Selector.ALL).stream().filter(component -> !pupils.contains(component)).toList());
            write(pupils, work, made);
        }
    }

    /** One process of each role. */
    private static List<Component> pupils(Fleet fleet, String idc) {
        List<Component> pupils = new ArrayList<>();
        for (Role role : ClassData.roles()) {
            pupils.add(fleet.select(new Selector(idc, role, null, null)).getFirst());
        }
        return pupils;
    }

    private static void write(List<Component> pupils, Path work, Path made) throws IOException, InterruptedException {
        List<Path> recorded = pupils.stream()
                .map(pupil -> ClassData.recorded(work, pupil.plan().role(), pupil.pid())).toList();
        pupils.forEach(Component::terminate);
        for (int i = 0; i < pupils.size(); i++) {
            Component pupil = pupils.get(i);
            if (!pupil.awaitEnd(WRITING_MILLIS) || !Files.isRegularFile(recorded.get(i))) {
                throw new IOException(pupil.plan().name() + " wrote no class data within " + WRITING_MILLIS / 1000
                        + " s of its end; its log is gone with " + work);
            }
            Files.move(recorded.get(i), ClassData.file(made, pupil.plan().role()));
        }
    }

    /** Half of it: one gateway and one cluster in each IDC. */
    private static Topology small(Topology whole) {
        List<IdcTopology> idcs = whole.idcs().stream()
                .map(idc -> new IdcTopology(idc.name(), 1, idc.clusters().subList(0, 1), idc.resources())).toList();
        return new Topology(whole.name(), whole.portBase(), idcs, whole.hosts(), whole.jvm());
    }

    private static DrillPlan plan(Path work) throws IOException, PlanException {
        Path file = work.resolve("learn.yaml");
        try (InputStream text = Objects.requireNonNull(Lesson.class.getResourceAsStream("learn.yaml"), "learn.yaml")) {
            Files.copy(text, file);
        }
        return PlanFiles.drill(file);
    }
}
