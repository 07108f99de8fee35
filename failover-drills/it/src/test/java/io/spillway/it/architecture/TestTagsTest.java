package io.spillway.it.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A module whose pom forgets that it has tagged tests would never run them, and nobody would notice. */
class TestTagsTest {
    private static final Path ROOT = Path.of(System.getProperty("spillway.root", "../.."));
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern TAGGED = Pattern.compile("@Tag\\(\"(real|full)\"\\)");
    private static final String SAID = "<test.real.absent>false</test.real.absent>";

    @Test
    void aModuleWithTaggedTestsLetsThemRun() throws IOException {
        List<String> silent = modules().filter(module -> tagged(ROOT.resolve(module))).filter(module -> !says(module))
                .toList();
        assertThat(silent).as("modules with tests tagged real or full whose pom does not say " + SAID).isEmpty();
    }

    @Test
    void aModuleWithoutTaggedTestsStartsNoJvmForThem() throws IOException {
        List<String> idle = modules().filter(this::says).filter(module -> !tagged(ROOT.resolve(module))).toList();
        assertThat(idle).as("modules that say " + SAID + " and have no tagged test").isEmpty();
    }

    private static Stream<String> modules() throws IOException {
        return MODULE.matcher(Files.readString(ROOT.resolve("pom.xml"))).results().map(found -> found.group(1));
    }

    private boolean says(String module) {
        return read(ROOT.resolve(module).resolve("pom.xml")).contains(SAID);
    }

    private static boolean tagged(Path module) {
        Path tests = module.resolve("src/test/java");
        if (!Files.isDirectory(tests)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(tests)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(TestTagsTest::read).map(TAGGED::matcher)
                    .anyMatch(Matcher::find);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
