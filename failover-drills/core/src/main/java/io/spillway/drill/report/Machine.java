package io.spillway.drill.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a run took place, and what ran.
 *
 * @param cores
 *            processors
 * @param jdk
 *            version of Java
 * @param kernel
 *            name and version
 * @param cpu
 *            the processors' model, empty when the machine does not tell
 * @param memoryMiB
 *            main memory, 0 when the machine does not tell
 * @param version
 *            of Spillway, empty when the installation does not tell
 * @param revision
 *            of the sources that the installation lies in, with {@code +} when they were changed; empty outside of a checkout
 */
public record Machine(int cores, String jdk, String kernel, String cpu, long memoryMiB, String version,
        String revision) {

    private static final String JAR = "spillway-drill-";
    private static final long KIB = 1024;
    private static final long PATIENCE_SECONDS = 5;

    /** Creates one of which nothing else is known. */
    public Machine(int cores, String jdk, String kernel) {
        this(cores, jdk, kernel, "", 0, "", "");
    }

    /** Returns this machine, and nothing of what else is known. */
    public static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    /** Returns this machine, and the installation in a folder. */
    public static Machine here(Path home) {
        Machine here = here();
        return new Machine(here.cores(), here.jdk(), here.kernel(), field(Path.of("/proc/cpuinfo"), "model name"),
                memory(), versionOf(home), revisionOf(home));
    }

    private static long memory() {
        String total = field(Path.of("/proc/meminfo"), "MemTotal").replace(" kB", "");
        return total.isEmpty() ? 0 : Long.parseLong(total) / KIB;
    }

    private static String field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String versionOf(Path home) {
        Path jars = home.resolve("lib");
        if (!Files.isDirectory(jars)) {
            return "";
        }
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(JAR + "\\d.*\\.jar")).findFirst()
                    .map(name -> name.substring(JAR.length(), name.length() - ".jar".length())).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String revisionOf(Path home) {
        String revision = git(home, "rev-parse", "--short=12", "HEAD");
        return revision.isEmpty() || git(home, "status", "--porcelain", "-uno").isEmpty() ? revision : revision + "+";
    }

    /** Returns the first line that git says, empty when there is no git or no checkout. */
    private static String git(Path home, String... words) {
        try {
            Process git = new ProcessBuilder(
                    Stream.concat(Stream.of("git", "-C", home.toString()), Stream.of(words)).toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            boolean right = git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0;
            return right ? said.lines().findFirst().orElse("") : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
