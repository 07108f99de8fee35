package io.spillway.drill.run;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class HeapProbeTest {

    private static final int BIG = 40_000_000;

    @Test
    void countsWhatCanBeReached() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                HoldingMain.class.getName(), Integer.toString(BIG)).start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("holds " + BIG);
            assertThat(HeapProbe.liveBytes(process.pid())).isBetween((long) BIG, BIG + BIG / 4L);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatStandsStillIsNotWaitedForForever() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                HoldingMain.class.getName(), "1").start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("holds 1");
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor()).isZero();
            assertThatThrownBy(() -> HeapProbe.liveBytes(process.pid(), Duration.ofSeconds(1)))
                    .hasMessage("jcmd " + process.pid() + " GC.class_histogram: no answer within 1000 ms");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void findsTheLastLine() {
        assertThat(
                HeapProbe.total(" num  #instances  #bytes\n   1:  12  345  [B (java.base)\nTotal      123   4567890\n"))
                .hasValue(4_567_890L);
        assertThat(HeapProbe.total("1234:\nno such process")).isEmpty();
    }

    @Test
    void saysThatNobodyIsThere() {
        assertThatThrownBy(() -> HeapProbe.liveBytes(999_999_999L)).hasMessageContaining("jcmd 999999999");
    }
}
