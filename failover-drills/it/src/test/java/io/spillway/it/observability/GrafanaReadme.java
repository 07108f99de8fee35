package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.spillway.it.docs.Checkout;

import static org.assertj.core.api.Assertions.assertThat;

/** The lists of {@code grafana/README.md} that say what is not as one would expect, each with its reason. */
public final class GrafanaReadme {

    /** How a reason begins when a panel has data once something breaks, and a test looks for that. */
    static final String SHOWN = "shown when ";

    private static final Path FILE = Path.of("grafana/README.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+) \\|$");

    private GrafanaReadme() {}

    /** Returns the dashboards: the cells after the file's name, by that name. */
    static Map<String, List<String>> dashboards() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        table("Dashboards").forEach((file, cells) -> rows.put(file, List.of(cells.split(" \\| "))));
        return rows;
    }

    /** Returns the metrics that neither a dashboard nor a rule uses, with the reason. */
    static Map<String, String> unused() throws IOException {
        return table("Not on a dashboard");
    }

    /** Returns the panels that may be empty beside the demo, as "file: title", with the reason. */
    public static Map<String, String> emptyInTheDemo() throws IOException {
        return table("Panels that may be empty beside the demo");
    }

    /**
     * Returns the panels that may be empty in a fleet in which nothing breaks, as "file: title", with the reason; it begins
     * with {@link #SHOWN} where a test breaks what the panel shows.
     */
    static Map<String, String> emptyWhileAllIsWell() throws IOException {
        return table("Panels that may be empty while all is well");
    }

    /** Returns the alerts that no test brings real processes to, with the reason. */
    static Map<String, String> notProvoked() throws IOException {
        return table("Alerts that no process was brought to");
    }

    private static Map<String, String> table(String heading) throws IOException {
        String text = Files.readString(Checkout.root().resolve(FILE));
        int from = text.indexOf("# " + heading + "\n");
        assertThat(from).as("the section '" + heading + "' of " + FILE).isNotNegative();
        int to = text.indexOf("\n#", from + 1);
        Map<String, String> rows = new LinkedHashMap<>();
        ROW.matcher(text.substring(from, to < 0 ? text.length() : to)).results()
                .forEach(row -> add(rows, row));
        return rows;
    }

    private static void add(Map<String, String> rows, MatchResult row) {
        assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1) + " twice").isNull();
    }
}
