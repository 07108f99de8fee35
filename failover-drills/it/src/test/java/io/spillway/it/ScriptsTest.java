package io.spillway.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts' own tests, which print one line for each case. */
@Tag("slow")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ScriptsTest {

    private static final Path ROOT = Path.of(System.getProperty("spillway.root", "../.."));

    @Test
    void theLauncherFindsAJdkAndBuildsAndRunsVerbs() throws Exception {
        assertThat(run("launcher-test")).endsWith(" passed, 0 failed");
    }

    @Test
    @Tag("real") // needs the archive, which only a packaging build makes
    void theArchiveRunsWhereItIsUnpacked() throws Exception {
        var archive = archive();
        assertThat(run("launcher-test", "--archive", archive.toString(), "the_archive_runs_where_it_is_unpacked"))
                .endsWith("1 passed, 0 failed");
    }

    @Test
    @Tag("real") // needs curl
    void provisioningTakesWhatIsThereAndVerifiesWhatItFetches() throws Exception {
        assertThat(run("provision-test")).endsWith(" passed, 0 failed");
    }

    private static Path archive() throws IOException {
        try (var files = Files.newDirectoryStream(ROOT.resolve("dist/target"), "spillway-*.tar.gz")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            assertThat(found).as("archives in dist/target").hasSize(1);
            return found.getFirst().toAbsolutePath();
        }
    }

    private static String run(String script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(ROOT.resolve("tools/test").resolve(script).toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SPILLWAY_JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return output;
    }
}
