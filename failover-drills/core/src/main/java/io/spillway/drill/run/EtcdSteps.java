package io.spillway.drill.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Folders;
import io.spillway.drill.plan.Step;

/** Steps about what an etcd has on its disk. Owned by the thread that plays the steps. */
final class EtcdSteps {

    private static final long LOOK_MILLIS = 200;
    /** What a control node adds to the id of a cluster whose revisions went back. */
    private static final String REWOUND = "-rewound";

    private final FleetLayout layout;
    private final RunClock clock;

    EtcdSteps(FleetLayout layout, RunClock clock) {
        this.layout = layout;
        this.clock = clock;
    }

    /** Keeps a copy of the data of an etcd that does not run, or puts it back. */
    void play(Step.EtcdData step) throws AbortedException {
        Path data = layout.etcdData(step.idc());
        Path kept = data.resolveSibling("etcd-kept");
        try {
            Path from = step.back() ? kept : data;
            Path to = step.back() ? data : kept;
            if (!Files.isDirectory(from)) {
                throw new AbortedException("etcdData: " + from + " is not there (expected: "
                        + (step.back() ? "kept by a step before" : "the data of an etcd that has run") + ")");
            }
            if (Files.isDirectory(to)) {
                Folders.delete(to);
            }
            copy(from, to);
        } catch (IOException e) {
            throw new AbortedException("etcdData of " + step.idc() + ": " + e);
        }
    }

    /** Waits until the control plane does not believe its registry, and says that it is right. */
    void accept(Step.AcceptRegistry step, ControlApi control, Brake brake)
            throws AbortedException, InterruptedException, IOException {
        double untilMs = clock.nowMs() + step.within().toMillis();
        while (true) {
            if (control.get("status").get("registry") instanceof Map<?, ?> registry
                    && registry.get("reason") instanceof String reason && reason.contains("old copy")) {
                control.accept(registry.get("clusterId") + REWOUND);
                return;
            }
            if (clock.nowMs() > untilMs) {
                throw new AbortedException("acceptRegistry: " + step.idc() + " believes its registry after "
                        + step.within().toSeconds() + " s (expected: that it is older than what was served)");
            }
            brake.pause(LOOK_MILLIS);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
