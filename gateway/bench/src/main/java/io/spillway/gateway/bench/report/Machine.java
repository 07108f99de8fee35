package io.spillway.gateway.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a bench ran.
 *
 * @param cores processors that the JVM may use
 * @param cpu the processor's name
 * @param jdk version of the Java that runs the bench and the gateway
 * @param kernel release of the operating system
 * @param otherCpuPercent share of all processors' time that processes outside the bench used, 0..100
 */
public record Machine(int cores, String cpu, String jdk, String kernel, double otherCpuPercent) {

    /** Returns this machine. */
    public static Machine read(double otherCpuPercent) {
        return new Machine(Runtime.getRuntime().availableProcessors(), cpuName(),
                System.getProperty("java.vm.version", "unknown"), System.getProperty("os.version", "unknown"),
                otherCpuPercent);
    }

    private static String cpuName() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
