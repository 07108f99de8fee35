package io.spillway.sync;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.spillway.process.config.ConfigFile;
import io.spillway.process.config.LoadedConfig;
import io.spillway.sync.spi.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample of docs/sources.md is right as it is, by the words of the process that would read it. */
class SourcesSampleTest {

    private static final Path DOCUMENT = Path.of(System.getProperty("spillway.root", "../../.."))
            .resolve("registry-sync/docs/sources.md");

    @TempDir
    Path folder;

    @Test
    void theSampleIsRight() throws Exception {
        String text = Files.readString(DOCUMENT);
        String sample = text.substring(text.indexOf("```yaml\n") + 8, text.indexOf("\n```\n"));
        assertThat(load(sample)).isInstanceOfSatisfying(LoadedConfig.Loaded.class, loaded -> {
            SyncConfig config = (SyncConfig) loaded.config();
            assertThat(config.sources()).containsOnlyKeys("vms");
            SourceConfig vms = config.sources().values().iterator().next();
            Source source = vms.source();
            assertThat(source == null ? "" : source.place()).isEqualTo("folder /etc/spillway/workloads");
            assertThat(vms.settings().confirmAfter()).isEqualTo(Duration.ofSeconds(30));
        });
    }

    @Test
    void aKeyThatIsWrongIsNamed() throws Exception {
        String text = Files.readString(DOCUMENT);
        String sample = text.substring(text.indexOf("```yaml\n") + 8, text.indexOf("\n```\n"));
        String refused = load(sample.replace("poll: 5s", "pol: 5s")) instanceof LoadedConfig.Refused<SyncConfig> wrong
                ? String.join("\n", wrong.lines())
                : "taken";
        assertThat(refused).contains("sources.vms.pol: unknown key", "did you mean poll?");
    }

    private LoadedConfig<SyncConfig> load(String sample) throws Exception {
        return ConfigFile.load(Files.writeString(folder.resolve("sync.yaml"), sample), SyncConfig::read, _ -> null);
    }
}
