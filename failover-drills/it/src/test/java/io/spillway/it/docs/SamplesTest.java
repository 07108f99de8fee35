package io.spillway.it.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The sample configurations are right as they are, by the words of the components that would read them. */
@Tag("real")
class SamplesTest {

    private static final Map<String, String> COMPONENTS = Map.of("idc-control", "idc-control", "gateway-1", "gateway",
            "gateway-2", "gateway", "registry-sync", "registry-sync");

    static List<Path> processConfigurations() throws Exception {
        try (Stream<Path> files = Files.walk(Checkout.root().resolve("config/idcs"), 2)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("processConfigurations")
    void everyProcessConfigurationIsRight(Path file) throws Exception {
        String component = COMPONENTS.get(file.getFileName().toString().replace(".yaml", ""));
        assertThat(component).as("component of " + file).isNotNull();
        Checkout.Ended ended = Checkout
                .run("env SPILLWAY_API_TOKEN=secret ./spillway " + component + " --check --config " + file);
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("is right");
    }

    @Test
    void aControlPlaneBeyondLoopbackDoesNotStartWithoutAToken() throws Exception {
        Checkout.Ended ended = Checkout
                .run("env -u SPILLWAY_API_TOKEN ./spillway idc-control --check --config config/idcs/idc-a/idc-control.yaml");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said()).contains("SPILLWAY_API_TOKEN");
    }

    @ParameterizedTest
    @MethodSource("resourceFolders")
    void everyResourceIsRight(Path folder) throws Exception {
        Checkout.Ended ended = Checkout.run("./spillway validate -f " + folder);
        assertThat(ended.code()).as(ended.said()).isZero();
    }

    static List<Path> resourceFolders() throws Exception {
        try (Stream<Path> files = Files.walk(Checkout.root().resolve("config"), 3)) {
            return files.filter(file -> file.endsWith("resources") || file.endsWith("drills")).sorted().toList();
        }
    }

    @Test
    void theReadmesComponentsWouldStartFromTheArchive() throws Exception {
        List<String> commands = Checkout.readmeCommands().stream().filter(command -> command.startsWith("bin/"))
                .toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            Checkout.Ended ended = Checkout
                    .run("env SPILLWAY_API_TOKEN=secret bash -c 'cd dist/target/spillway-*/ && exec "
                            + command + " --check'");
            assertThat(ended.code()).as(command + "\n" + ended.said()).isZero();
        }
    }

    @Test
    void theReadmeStaysShort() throws Exception {
        assertThat(Files.readAllLines(Checkout.root().resolve("README.md"))).hasSizeLessThan(150);
    }
}
