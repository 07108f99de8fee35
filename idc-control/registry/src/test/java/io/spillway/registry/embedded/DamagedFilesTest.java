package io.spillway.registry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;

import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.RegistryStartException;
import io.spillway.registry.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The files are damaged while the process is down: the start is refused by name, never an empty or older world. */
@Tag("slow")
class DamagedFilesTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeSomething() {
        file = directory.resolve("registry.mv");
        try (EmbeddedRegistry registry = open()) {
            for (int i = 0; i < 200; i++) {
                assertThat(registry.commit(Transaction.put("/k/" + i, 0, new byte[1_000])))
                        .isInstanceOf(CommitResult.Committed.class);
            }
        }
    }

    @Test
    void anIntactFileOpensWithEverything() {
        try (EmbeddedRegistry registry = open()) {
            assertThat(registry.range("/").entries()).hasSize(200);
            assertThat(registry.state().connected()).isTrue();
        }
    }

    @Test
    void theClusterIdStaysOverARestart() {
        String first;
        try (EmbeddedRegistry registry = open()) {
            first = registry.state().clusterId();
        }
        try (EmbeddedRegistry registry = open()) {
            assertThat(registry.state().clusterId()).isEqualTo(first);
        }
    }

    @Test
    void aFileThatIsGoneIsNotReplaced() throws IOException {
        Files.delete(file);
        refused("it is missing or empty, but revision 201 was acknowledged");
        assertThat(file).doesNotExist();
    }

    @Test
    void anEmptyFileIsNotReplaced() throws IOException {
        Files.write(file, new byte[0]);
        refused("it is missing or empty, but revision 201 was acknowledged");
        assertThat(file).isEmptyFile();
    }

    @Test
    void garbageInsteadOfTheFileIsRefused() throws IOException {
        byte[] garbage = new byte[64 * 1024];
        new Random(5).nextBytes(garbage);
        Files.write(file, garbage);
        refused("");
        assertThat(file).hasBinaryContent(garbage);
    }

    @Test
    void aLostTailNeverGivesALesserWorld() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int refused = 0;
        for (int keep = 4 * 1024; keep < bytes.length; keep += bytes.length / 16) {
            Files.write(file, Arrays.copyOf(bytes, keep));
            refused += refusedOrComplete("cut to " + keep) ? 1 : 0;
        }
        assertThat(refused).isGreaterThanOrEqualTo(8);
    }

    @Test
    void damageAnywhereNeverGivesALesserWorld() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int step = bytes.length / 40 + 1;
        int refused = 0;
        for (int at = 0; at < bytes.length; at += step) { // every byte is damaged in one of the cases
            byte[] damaged = bytes.clone();
            for (int i = at; i < Math.min(at + step, bytes.length); i++) {
                damaged[i] ^= (byte) 0x5a;
            }
            Files.write(file, damaged);
            refused += refusedOrComplete("damaged at " + at) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    private boolean refusedOrComplete(String what) {
        try (EmbeddedRegistry registry = open()) {
            assertThat(registry.range("/").entries()).as(what).hasSize(200)
                    .allSatisfy(entry -> assertThat(entry.value()).isEqualTo(new byte[1_000]));
            return false;
        } catch (RegistryStartException e) {
            assertThat(e).hasMessageContaining(file.toString());
            return true;
        }
    }

    @Test
    void anOlderCopyOfTheFileIsRefused() throws IOException {
        Path copy = directory.resolve("copy");
        Files.copy(file, copy);
        try (EmbeddedRegistry registry = open()) {
            assertThat(registry.commit(Transaction.put("/more", 0, new byte[10])))
                    .isInstanceOf(CommitResult.Committed.class);
        }
        Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
        refused("its newest intact revision is 201, but revision 202 was acknowledged");
    }

    private void refused(String why) {
        assertThatThrownBy(this::open).isInstanceOf(RegistryStartException.class)
                .hasMessageStartingWith("registry: " + file + " cannot be used: ").hasMessageContaining(why)
                .hasMessageContaining(
                        "It is not replaced by an empty one. Put back a copy of the whole folder " + directory);
    }

    private EmbeddedRegistry open() {
        return EmbeddedRegistry.open(EmbeddedSettings.of(directory, "test"), InstantSource.system(), Ticker.system(),
                new Random(1));
    }
}
