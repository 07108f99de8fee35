package io.spillway.it.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that sleeps is slow on a good day and fails on a bad one. Tests wait for what they want to see (Awaitility), for
 * one another (latches) or for a clock that beats for all of them.
 */
class SleepingTestsTest {
    private static final Path ROOT = Path.of(System.getProperty("spillway.root", "../.."));
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern SLEEP = Pattern
            .compile("\\b(Thread\\.sleep|parkNanos|parkUntil|[A-Z]*SECONDS\\.sleep)\\(");

    /** Who sleeps to be found out by BlockHound; and this. */
    private static final Set<String> ALLOWED = Set.of("BlockedLoopTest.java", "SleepingTestsTest.java");

    @Test
    void noTestSleeps() throws IOException {
        List<String> sleepers = new ArrayList<>();
        for (MatchResult module : MODULE.matcher(Files.readString(ROOT.resolve("pom.xml"))).results().toList()) {
            Path tests = ROOT.resolve(module.group(1)).resolve("src/test/java");
            try (Stream<Path> files = Files.exists(tests) ? Files.walk(tests) : Stream.empty()) {
                for (Path file : files.filter(SleepingTestsTest::counts).toList()) {
                    if (sleeps(Files.readString(file))) {
                        sleepers.add(ROOT.relativize(file).toString());
                    }
                }
            }
        }
        assertThat(sleepers).isEmpty();
    }

    @Test
    void aSleepIsSeenInEveryForm() {
        assertThat(Stream.of("Thread.sleep(50);", "connection -> Thread.sleep(5)", "TimeUnit.SECONDS.sleep(1);",
                "MILLISECONDS.sleep(1);", "LockSupport.parkNanos(1);")).allMatch(SleepingTestsTest::sleeps);
        assertThat(sleeps("beat.next();")).isFalse();
    }

    /** Mains are processes, which have nobody to wait for; samples break rules because they are to be caught. */
    private static boolean counts(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".java") && !name.endsWith("Main.java") && !ALLOWED.contains(name)
                && !file.toString().contains("/sample/");
    }

    private static boolean sleeps(String source) {
        return SLEEP.matcher(source).find();
    }
}
