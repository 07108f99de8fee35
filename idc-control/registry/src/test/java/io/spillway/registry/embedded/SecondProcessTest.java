package io.spillway.registry.embedded;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.RegistryStartException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Somebody starts a second process on the same files. */
@Tag("slow")
class SecondProcessTest {

    @TempDir
    Path directory;

    @Test
    void itDoesNotStartAndIsToldWhoHoldsTheFiles() throws Exception {
        Process holder = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), WriterProcess.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isNotNull();
            assertThatThrownBy(this::open).isInstanceOf(RegistryStartException.class)
                    .hasMessageStartingWith("registry: " + directory.resolve("registry.lock") + " is held by process "
                            + holder.pid() + " (writer, since ")
                    .hasMessageEndingWith(": one embedded registry belongs to one process; stop the other one first");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        open().close();
    }

    @Test
    void norDoesASecondRegistryInTheSameProcess() {
        try (EmbeddedRegistry first = open()) {
            assertThatThrownBy(this::open).isInstanceOf(RegistryStartException.class)
                    .hasMessageContaining("is held by process " + ProcessHandle.current().pid() + " (test, since ");
            assertThat(first.state().connected()).isTrue();
        }
    }

    private EmbeddedRegistry open() {
        return EmbeddedRegistry.open(EmbeddedSettings.of(directory, "test"), InstantSource.system(), Ticker.system(),
                new Random(1));
    }
}
