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
    private static final Pattern REAL = Pattern.compile("@Tag\\(\"(real|full)\"\\)");
    private static final Pattern SLOW = Pattern.compile("@Tag\\(\"slow\"\\)");
    private static final String SAYS_REAL = "<test.real.absent>false</test.real.absent>";
    private static final String SAYS_SLOW = "<test.slow.absent>false</test.slow.absent>";

    @Test
    void aModuleWithTestsThatNeedAToolLetsThemRun() throws IOException {
        assertSaidWhereTagged(REAL, SAYS_REAL);
    }

    @Test
    void aModuleWithSlowTestsLetsThemRun() throws IOException {
        assertSaidWhereTagged(SLOW, SAYS_SLOW);
    }

    /** The other way round, too: a module without such tests starts no JVM for them. */
    private static void assertSaidWhereTagged(Pattern tag, String saying) throws IOException {
        List<String> tagged = modules().filter(module -> tagged(ROOT.resolve(module), tag)).toList();
        List<String> told = modules().filter(module -> says(module, saying)).toList();
        assertThat(tagged).isNotEmpty();
        assertThat(told).as("modules whose pom says " + saying + ", against those with a test tagged " + tag)
                .isEqualTo(tagged);
    }

    private static Stream<String> modules() throws IOException {
        return MODULE.matcher(Files.readString(ROOT.resolve("pom.xml"))).results().map(found -> found.group(1));
    }

    private static boolean says(String module, String saying) {
        return read(ROOT.resolve(module).resolve("pom.xml")).contains(saying);
    }

    private static boolean tagged(Path module, Pattern tag) {
        Path tests = module.resolve("src/test/java");
        if (!Files.isDirectory(tests)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(tests)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(TestTagsTest::read).map(tag::matcher)
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
