package io.spillway.it.observability;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.spillway.it.docs.Checkout;
import io.spillway.it.fleet.Tool;
import io.spillway.it.harness.Json;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Debian's Prometheus and Alertmanager beside a fleet, started by the commands of the guide with the shipped files, which are
 * {@link Quickened}. Thread-safe.
 */
final class Watch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADDRESS = "--web.listen-address";
    private static final String CONFIG = "--config.file";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Instant started = Instant.now();
    private final Webhook webhook;
    private final Path folder;
    private final String prometheus = "127.0.0.1:" + Tool.freePort();
    private final String alertmanager = "127.0.0.1:" + Tool.freePort();
    private @Nullable Process metrics;
    private @Nullable Process alerts;

    private Watch(Webhook webhook, Path folder) {
        this.webhook = webhook;
        this.folder = folder;
    }

    /**
     * Starts both and waits until they are ready.
     *
     * @param targets where processes show their metrics, as Prometheus reads it
     */
    static Watch start(Path folder, Path targets) throws IOException, InterruptedException {
        Watch watch = new Watch(Webhook.start(), Files.createDirectories(folder.toAbsolutePath()));
        try {
            watch.write(targets);
            watch.launch();
        } catch (IOException | RuntimeException | AssertionError e) {
            watch.close();
            throw e;
        }
        return watch;
    }

    private void write(Path targets) throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        for (Path file : AlertFiles.ruleFiles()) {
            Files.writeString(rules.resolve(file.getFileName()), Quickened.rules(Files.readString(file)));
        }
        Path grafana = Checkout.root().resolve("grafana");
        Files.writeString(folder.resolve("prometheus.yml"), Quickened.prometheus(
                Files.readString(grafana.resolve("prometheus.yml")), rules, targets.toAbsolutePath(), alertmanager));
        Files.writeString(folder.resolve("alertmanager.yml"), Quickened.alertmanager(
                Files.readString(grafana.resolve("alertmanager.yml")), webhook.address()));
    }

    private void launch() throws IOException {
        DebianCommands guide = DebianCommands.read();
        alerts = run(DebianCommands.with(guide.of("prometheus-alertmanager"),
                Map.of(CONFIG, folder.resolve("alertmanager.yml").toString(), ADDRESS, alertmanager, "--storage.path",
                        folder.resolve("alertmanager").toString())),
                "alertmanager.log");
        metrics = run(DebianCommands.with(guide.of("prometheus"),
                Map.of(CONFIG, folder.resolve("prometheus.yml").toString(), ADDRESS, prometheus, "--storage.tsdb.path",
                        folder.resolve("tsdb").toString())),
                "prometheus.log");
        for (String address : List.of(prometheus, alertmanager)) {
            Awaitility.await(address + " is ready, see " + folder).atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100)).ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> get(address, "/-/ready").statusCode() == 200);
        }
    }

    private Process run(List<String> command, String log) throws IOException {
        return new ProcessBuilder(command).directory(Checkout.root().toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile()).start();
    }

    /** Runs a command of the guide to its end; returns what it said. */
    String check(List<String> command) throws IOException, InterruptedException {
        Process process = run(command, "check.log");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        String said = Files.readString(folder.resolve("check.log"));
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }

    Webhook webhook() {
        return webhook;
    }

    /** Returns where Alertmanager listens. */
    String alertmanager() {
        return alertmanager;
    }

    /** Returns where its files are. */
    Path folder() {
        return folder;
    }

    /** Returns the labels of all alerts that Prometheus has in a state, {@code firing} or {@code pending}. */
    List<Map<String, String>> alerts(String state) throws IOException, InterruptedException {
        return Json.parse(get(prometheus, "/api/v1/alerts").body()).at("data", "alerts").items().stream()
                .filter(alert -> alert.at("state").text().equals(state)).map(alert -> Told.texts(alert.at("labels")))
                .toList();
    }

    /** Returns how many series a query has had since this was started. */
    int series(String promQl) throws IOException, InterruptedException {
        String body = get(prometheus, "/api/v1/query_range?query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8)
                + "&start=" + started.getEpochSecond() + "&end=" + Instant.now().getEpochSecond() + "&step=1").body();
        Json answer = Json.parse(body);
        assertThat(answer.at("status").text()).as("%s: %s", promQl, body).isEqualTo("success");
        return answer.at("data", "result").items().size();
    }

    /** Returns the labels of the series that a query has now. */
    List<Map<String, String>> now(String promQl) throws IOException, InterruptedException {
        return Json.parse(get(prometheus, "/api/v1/query?query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8))
                .body()).at("data", "result").items().stream().map(one -> Told.texts(one.at("metric"))).toList();
    }

    private HttpResponse<String> get(String address, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE).build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        end(metrics);
        end(alerts);
        webhook.close();
        client.close();
    }

    private static void end(@Nullable Process process) {
        if (process != null) {
            Tool.kill(process);
        }
    }
}
