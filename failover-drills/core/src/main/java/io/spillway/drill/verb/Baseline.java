package io.spillway.drill.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.spillway.drill.report.Regressions;
import io.spillway.drill.report.Regressions.Regression;
import io.spillway.drill.report.ReportFolder;
import org.jspecify.annotations.Nullable;

/**
 * An earlier report that a run is held against.
 *
 * @param report
 *            what it says, null for none
 */
record Baseline(@Nullable Map<?, ?> report) {

    /** Nothing to be held against. */
    static final Baseline NONE = new Baseline(null);

    /**
     * Reads the report of a drill in a folder: of the folder itself, of one in it that is called like the drill, or the
     * report.json that is given.
     *
     * @throws IOException
     *             when there is none, or it is of another drill
     */
    static Baseline of(Path given, String drill) throws IOException {
        Path folder = find(given, drill);
        if (folder == null) {
            throw new IOException(given + ": no report of " + drill + " (expected: a folder that a drill wrote)");
        }
        Map<?, ?> report = new ReportFolder(folder).read();
        if (!drill.equals(report.get("drill"))) {
            throw new IOException(
                    folder + ": a report of " + report.get("drill") + " (expected: one of " + drill + ")");
        }
        return new Baseline(report);
    }

    private static @Nullable Path find(Path given, String drill) {
        Path folder = given.endsWith("report.json") ? given.toAbsolutePath().getParent() : given;
        if (folder == null) {
            return null;
        }
        Path inside = folder.resolve(drill);
        if (Files.isRegularFile(inside.resolve("report.json"))) {
            return inside;
        }
        return Files.isRegularFile(folder.resolve("report.json")) ? folder : null;
    }

    /** Returns which clocks of a report are slower. */
    List<String> regressions(Path folder, Tolerance tolerance) throws IOException {
        Map<?, ?> before = report;
        return before == null
                ? List.of()
                : Regressions.ofClocks(before, new ReportFolder(folder).read(), tolerance.share()).stream()
                        .map(Regression::toString).toList();
    }
}
