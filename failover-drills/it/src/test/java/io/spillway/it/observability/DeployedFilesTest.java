package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.it.docs.Checkout;
import io.spillway.model.document.Tree;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is deployed beside a fleet fits together: who looks for a file finds what the other one has put there. */
class DeployedFilesTest {

    private static final Path FOLDER = Path.of("config/deploy/observability");
    private static final Path PROMETHEUS = Path.of("grafana/prometheus.yml");
    private static final Path PROVIDER = Path.of("grafana/provisioning/dashboards/spillway.yaml");
    private static final Path SOURCE = Path.of("grafana/provisioning/datasources/prometheus.yaml");
    /** The one folder that is not in the checkout: a fleet makes it. */
    private static final Path OUT = Path.of("out");

    private final Tree compose = read(FOLDER.resolve("compose.yaml"));
    private final Tree prometheus = read(PROMETHEUS);

    @Test
    void whatIsMountedExists() {
        List<Mount> mounts = new ArrayList<>();
        for (String service : List.of("prometheus", "alertmanager", "grafana")) {
            mounts.addAll(mounts(service));
        }
        assertThat(mounts).hasSize(5);
        assertThat(mounts.stream().map(Mount::source).filter(source -> !source.equals(OUT)))
                .allSatisfy(source -> assertThat(Checkout.root().resolve(source)).exists());
        assertThat(mounts).allMatch(Mount::readOnly, "nothing in a container writes to the checkout");
    }

    @Test
    void prometheusFindsItsFilesInTheContainerAsInTheCheckout() {
        Path inside = Path.of(option("prometheus", "--config.file="));
        assertThat(outside("prometheus", inside)).isEqualTo(PROMETHEUS);
        for (String file : List.of(ruleFile(), targets())) {
            Path inContainer = inside.resolveSibling(file).normalize();
            assertThat(outside("prometheus", inContainer)).as(file)
                    .isEqualTo(PROMETHEUS.resolveSibling(file).normalize());
        }
        assertThat(PROMETHEUS.resolveSibling(targets()).normalize())
                .isEqualTo(Path.of("out/fleet/prometheus-targets.json"));
        assertThat(PROMETHEUS.resolveSibling(ruleFile()).normalize().getParent()).isEqualTo(Path.of("grafana/rules"));
    }

    /** Two that say nearly the same were two once: one was changed, and the other not. */
    @Test
    void thereIsOneConfigurationOfPrometheus() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("grafana", "config")) {
            try (Stream<Path> files = Files.walk(Checkout.root().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
                        .filter(DeployedFilesTest::scrapes).map(Checkout.root()::relativize).forEach(found::add);
            }
        }
        assertThat(found).containsExactly(PROMETHEUS);
    }

    private static boolean scrapes(Path file) {
        try {
            return Files.readString(file).contains("scrape_configs:");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void alertsGetToAlertmanager() {
        assertThat(Trees.everywhere(Trees.at(prometheus, "alerting"), "targets"))
                .containsExactly(Tree.sequence(List.of(Tree.text(option("alertmanager", "--web.listen-address=")))));
        Tree alertmanager = read(FOLDER.resolve("alertmanager.yml"));
        assertThat(outside("alertmanager", Path.of(option("alertmanager", "--config.file="))))
                .isEqualTo(FOLDER.resolve("alertmanager.yml"));
        assertThat(Trees.items(alertmanager, "receivers").stream().map(each -> Trees.text(each, "name")))
                .contains(Trees.text(alertmanager, "route", "receiver"));
    }

    @Test
    void grafanaFindsDashboardsAndPrometheus() {
        Tree provider = Trees.items(read(PROVIDER), "providers").getFirst();
        assertThat(outside("grafana", Path.of(Trees.text(provider, "options", "path")))).isEqualTo(Dashboards.FOLDER);
        assertThat(outside("grafana", Path.of("/etc/grafana/provisioning/dashboards/spillway.yaml")))
                .isEqualTo(PROVIDER);
        assertThat(outside("grafana", Path.of(Trees.text(compose, "services", "grafana", "environment",
                "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")))).isEqualTo(Dashboards.FOLDER.resolve("overview.json"));
        Tree source = Trees.items(read(SOURCE), "datasources").getFirst();
        assertThat(Trees.text(source, "url")).isEqualTo("http://" + option("prometheus", "--web.listen-address="));
    }

    @Test
    void ratesAreTakenOverWhatIsScraped() {
        Tree source = Trees.items(read(SOURCE), "datasources").getFirst();
        assertThat(Trees.text(source, "jsonData", "timeInterval"))
                .isEqualTo(Trees.text(prometheus, "global", "scrape_interval"));
    }

    @Test
    void theReadmeNamesTheirFiles() throws IOException {
        String readme = Files.readString(Checkout.root().resolve(FOLDER).resolve("README.md"));
        assertThat(readme).contains("`" + PROMETHEUS + "`", "`alertmanager.yml`", "`compose.yaml`", "`debian/`",
                FOLDER + "/compose.yaml up");
    }

    @Test
    void theCommandsOfDebiansProgramsNameTheSameFiles() throws IOException {
        assertThat(DebianCommands.read().of("prometheus")).contains("--config.file=" + PROMETHEUS,
                "--web.listen-address=" + option("prometheus", "--web.listen-address="));
        assertThat(DebianCommands.read().of("prometheus-alertmanager")).contains(
                "--config.file=" + FOLDER.resolve("alertmanager.yml"),
                "--web.listen-address=" + option("alertmanager", "--web.listen-address="));
    }

    private String ruleFile() {
        return ((Tree.Scalar) Trees.items(prometheus, "rule_files").getFirst()).value() instanceof String file
                ? file
                : "";
    }

    private String targets() {
        Tree discovery = Trees.items(Trees.items(prometheus, "scrape_configs").getFirst(), "file_sd_configs")
                .getFirst();
        return Trees.items(discovery, "files").getFirst() instanceof Tree.Scalar(String file, var _) ? file : "";
    }

    /** Returns the value of a service's option. */
    private String option(String service, String option) {
        return Trees.items(compose, "services", service, "command").stream()
                .map(word -> word instanceof Tree.Scalar(String text, var _) ? text : "")
                .filter(word -> word.startsWith(option)).map(word -> word.substring(option.length())).findFirst()
                .orElseThrow(() -> new AssertionError(service + " has no option " + option));
    }

    /** Returns the file of the checkout that a service has at a path of its container. */
    private Path outside(String service, Path inside) {
        return mounts(service).stream().filter(mount -> inside.startsWith(mount.target()))
                .map(mount -> mount.source().resolve(mount.target().relativize(inside)).normalize()).findFirst()
                .orElseThrow(() -> new AssertionError(inside + " is not mounted for " + service));
    }

    private List<Mount> mounts(String service) {
        return Trees.items(compose, "services", service, "volumes").stream()
                .filter(volume -> Trees.text(volume, "type").equals("bind"))
                .map(volume -> new Mount(FOLDER.resolve(Trees.text(volume, "source")).normalize(),
                        Path.of(Trees.text(volume, "target")),
                        Trees.at(volume, "read_only").equals(Tree.bool(true))))
                .toList();
    }

    private static Tree read(Path file) {
        try {
            return Trees.read(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A folder or file of the checkout, and where a container has it. */
    private record Mount(Path source, Path target, boolean readOnly) {}
}
