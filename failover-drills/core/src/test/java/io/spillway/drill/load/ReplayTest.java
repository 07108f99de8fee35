package io.spillway.drill.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.load.Source.Due;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** An access log as gateways write it is sent again. */
class ReplayTest {

    private static final long START = 5_000_000_000L;

    @TempDir
    private Path folder = Path.of("");
    private Path file = Path.of("");

    private static String line(String time, String listener, String method, String path, long micros) {
        return """
                {"time":"%s","listener":"%s","client":"127.0.0.1:4711","method":"%s","host":"orders.example","path":"%s",\
                "status":200,"bytesIn":0,"bytesOut":99,"micros":%d,"service":"orders","idc":"idc-a","targetIdc":"idc-a",\
                "priority":0,"reason":"ok","endpoint":"127.0.0.1:9","attempts":1}
                """
                .formatted(time, listener, method, path, micros);
    }

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("access.log");
        Files.writeString(file, line("2026-11-21T08:00:01.500Z", "entrance", "POST", "/items", 500_000)
                + line("2026-11-21T08:00:00.800Z", "entrance", "GET", "/items/7?x=1", 800_000)
                + line("2026-11-21T08:00:00.900Z", "crossing", "GET", "/items/7?x=1", 1000)
                + line("2026-11-21T08:00:03.001Z", "entrance", "GET", "/items/9", 1000)
                + line("2026-11-21T08:00:02.000Z", "entrance", "DELETE", "/items/9", 1000));
    }

    @Test
    void readsWhatUsersSentAndWhen() throws Exception {
        assertThat(LoggedRequest.read(file)).extracting(LoggedRequest::path).containsExactly("/items/7?x=1", "/items",
                "/items/9");
        assertThat(LoggedRequest.read(file).getFirst()).satisfies(first -> {
            assertThat(first.home()).isEqualTo("idc-a");
            assertThat(first.host()).isEqualTo("orders.example");
            assertThat(first.post()).isFalse();
        });
    }

    private static List<Due> until(Replay replay, double second) {
        List<Due> due = new ArrayList<>();
        for (Due next = replay.poll(START + (long) (second * 1e9)); next != null; next = replay
                .poll(START + (long) (second * 1e9))) {
            due.add(next);
        }
        return due;
    }

    @Test
    void sendsItWithItsPausesAsFastAsIsWantedAndThenAgain() throws Exception {
        Replay replay = new Replay(LoggedRequest.read(file), 2, START);
        assertThat(replay.rps()).as("three in 4.5 s, twice as fast").isCloseTo(4.0 / 3, within(1e-9));
        assertThat(until(replay, 0.49)).extracting(Due::path).containsExactly("/items/7?x=1");
        assertThat(until(replay, 0.51)).extracting(Due::post).containsExactly(true);
        assertThat(until(replay, 2.24)).extracting(Due::path).containsExactly("/items/9");
        assertThat(until(replay, 2.26)).extracting(Due::path).containsExactly("/items/7?x=1");
        assertThat(until(replay, 4.51)).hasSize(3);
        assertThat(until(replay, 5)).extracting(Due::users).containsExactly(ReplayedLog.USERS);
    }

    @Test
    void saysWhatIsWrongWithALog() throws Exception {
        Files.writeString(file, "10.1.1.1 - - GET /\n");
        assertThatThrownBy(() -> new ReplayedLog(file, 1).check()).isInstanceOf(IOException.class)
                .hasMessageContaining("access.log:1: not a JSON object");
        Files.writeString(file, line("2026-11-21T08:00:00.900Z", "crossing", "GET", "/", 1));
        assertThatThrownBy(() -> new ReplayedLog(file, 1).check()).hasMessageContaining("no GET or POST");
        Files.writeString(file, line("yesterday", "entrance", "GET", "/", 1));
        assertThatThrownBy(() -> new ReplayedLog(file, 1).check()).hasMessageContaining("time: yesterday");
    }
}
