package io.spillway.drill.classdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.fleet.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** New jars never meet what was learned of old ones, and whoever has no class data starts all the same. */
class ClassDataTest {

    @TempDir
    Path folder;

    private Path lib = Path.of("");

    @BeforeEach
    void install() throws IOException {
        lib = Files.createDirectories(folder.resolve("home/lib"));
        for (String launch : List.of("idc-control", "registry-sync", "drill", "gateway")) {
            Files.writeString(lib.resolve(launch + ".classpath"), "one.jar\n");
        }
        Files.writeString(lib.resolve("one.jar"), "one");
    }

    @Test
    void otherJarsHaveOtherClassData() throws IOException {
        Path before = found().folder();
        assertThat(found().folder()).isEqualTo(before);

        Files.writeString(lib.resolve("one.jar"), "another");

        assertThat(found().folder()).isNotEqualTo(before);
        assertThat(found().folder().getParent()).isEqualTo(folder.resolve("tools/class-data"));
    }

    @Test
    void thereIsNoneWithoutAFolderOrAnInstallationOrWhereNobodyWantsIt() throws IOException {
        assertThat(ClassData.find(home(), Map.of())).isEmpty();
        assertThat(ClassData.find(new Home(folder.resolve("nowhere")), environment())).isEmpty();
        assertThat(ClassData.find(home(), Map.of("SPILLWAY_TOOLS_DIR", folder.resolve("tools").toString(),
                "SPILLWAY_CLASS_DATA", "never"))).isEmpty();
    }

    @Test
    void everyJavaRoleUsesItsOwnAndKeepsItsFlags() throws IOException {
        ClassData data = found();

        Map<Role, List<String>> jvm = data.using(Map.of(Role.GATEWAY, List.of("-Xmx128m")));

        assertThat(jvm).containsOnlyKeys(Role.CONTROL, Role.SYNC, Role.SERVICE, Role.GATEWAY);
        assertThat(jvm.get(Role.GATEWAY)).contains("-XX:AOTCache=" + data.folder().resolve("gateway.aot"), "-Xmx128m");
        assertThat(jvm.get(Role.CONTROL)).contains("-XX:AOTCache=" + data.folder().resolve("control.aot"));
    }

    @Test
    void whatAProcessRecordsIsFoundByItsId() {
        Map<Role, List<String>> jvm = ClassData.recording(Map.of(), folder);

        assertThat(jvm.get(Role.SYNC)).contains("-XX:AOTCacheOutput=" + folder + "/sync-%p.aot");
        // This is how the JVM writes %p.
        assertThat(ClassData.recorded(folder, Role.SYNC, 42)).isEqualTo(folder.resolve("sync-pid42.aot"));
    }

    private ClassData found() throws IOException {
        return ClassData.find(home(), environment()).orElseThrow();
    }

    private Home home() {
        return new Home(folder.resolve("home"));
    }

    private Map<String, String> environment() {
        return Map.of("SPILLWAY_TOOLS_DIR", folder.resolve("tools").toString());
    }
}
