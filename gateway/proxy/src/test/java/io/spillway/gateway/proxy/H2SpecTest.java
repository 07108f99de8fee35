package io.spillway.gateway.proxy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Tools;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The conformance tester h2spec in strict mode: every case, against a real listener with a real service behind it. */
@Tag("real")
class H2SpecTest {
    private static final Pattern TOTAL = Pattern.compile("(\\d+) tests, (\\d+) passed, (\\d+) skipped, (\\d+) failed");

    @Test
    void everyStrictCasePasses() throws Exception {
        try (RawUpstream service = RawUpstream.named("some octets of data");
                TestProxy proxy = TestProxy.patience(
                        Worlds.everyHost(Worlds.priorities(List.of(Worlds.local(service)))),
                        Duration.ofSeconds(5), Duration.ofSeconds(10))) {
            Path out = Files.createTempFile("h2spec", ".txt");
            Process tester = new ProcessBuilder(Tools.path("h2spec"), "--strict", "--host", "127.0.0.1", "--port",
                    Integer.toString(proxy.address(ListenerRole.ENTRANCE).getPort()), "--timeout", "1")
                    .redirectErrorStream(true).redirectOutput(out.toFile()).start();
            assertThat(tester.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String report = Files.readString(out, StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(report);
            assertThat(total.find()).as(report).isTrue();
            assertThat(total.group()).as(report).isEqualTo("146 tests, 146 passed, 0 skipped, 0 failed");
        }
    }
}
