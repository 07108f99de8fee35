package io.spillway.process.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.spillway.process.config.HostPort;
import io.spillway.process.metrics.Metrics;
import io.spillway.wire.document.Trees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class AdminListenerTest {

    private volatile List<String> reasons = List.of();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = Metrics.ofProcess();
    private AdminListener listener;

    @BeforeEach
    void start() throws IOException {
        AdminPages pages = AdminPages
                .of(() -> reasons, metrics::scrape, () -> Trees.of(Map.of("apiToken", "hidden", "idc", "idc-a")))
                .with("/sync", () -> Trees.of(List.of("idc-b"))).with("/broken", () -> {
                    throw new IllegalStateException("broken page");
                });
        listener = AdminListener.start(new HostPort("127.0.0.1", 0), pages);
    }

    @AfterEach
    void stop() {
        listener.close();
        client.close();
        metrics.close();
    }

    @Test
    void saysWhyItIsNotReady() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        reasons = List.of("no snapshot yet");
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"ready\": false").contains("no snapshot yet");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void showsMetricsOfTheJvm() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body()).contains("jvm_memory_used_bytes{", "process_uptime_seconds ", "process_files_open");
    }

    @Test
    void showsTheConfigurationWithoutItsSecrets() throws Exception {
        assertThat(get("/config").body()).contains("\"apiToken\": \"***\"").contains("idc-a").doesNotContain("hidden");
    }

    @Test
    void changesLogLevels() throws Exception {
        String logger = "io.spillway.test.level";
        assertThat(send("PUT", "/log-level?logger=" + logger + "&level=debug").body()).contains(
                "\"" + logger + "\": \"DEBUG\"");
        assertThat(LoggerFactory.getLogger(logger).isDebugEnabled()).isTrue();
        HttpResponse<String> bad = send("PUT", "/log-level?level=loud");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body())
                .isEqualTo("level: \"LOUD\" (expected: one of TRACE, DEBUG, INFO, WARN, ERROR, OFF)\n");
    }

    @Test
    void answersOtherPathsAndMethodsClearly() throws Exception {
        assertThat(get("/sync").body()).contains("idc-b");
        assertThat(get("/nope").statusCode()).isEqualTo(404);
        assertThat(get("/nope").body()).contains("/livez, /readyz, /metrics, /config, /log-level, /broken, /sync");
        assertThat(get("/livez/x").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/config").statusCode()).isEqualTo(405);
        HttpResponse<String> broken = get("/broken");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).contains("broken page");
    }

    @Test
    void anAddressThatIsTakenIsNamed() {
        assertThatThrownBy(() -> AdminListener.start(listener.address(),
                AdminPages.of(Readiness.ALWAYS, () -> "", () -> Trees.of(null)))).isInstanceOf(IOException.class)
                .hasMessageStartingWith("admin: " + listener.address() + ": cannot listen: ");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + listener.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
