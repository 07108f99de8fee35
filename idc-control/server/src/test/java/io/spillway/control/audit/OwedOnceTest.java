package io.spillway.control.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.spillway.control.node.FlakyRegistry;
import io.spillway.registry.CommitResult;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** A node dies after it chained what it owed, and before it wrote that down: the next process chains it no second time. */
@Tag("slow")
class OwedOnceTest {

    @TempDir
    Path folder;
    private AuditScene scene;
    private Path file;

    @BeforeEach
    void open() {
        scene = new AuditScene(folder);
        file = folder.resolve("audit-owed");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<String> actors(AuditLog log) {
        return AuditScene.records(log, 1, 100).stream().map(AuditScene::record).map(each -> each.deed().who().actor())
                .toList();
    }

    private AuditLog process() {
        return scene.node("control-1", scene.registry, OwedRecords.open(file));
    }

    private int marks() {
        return scene.registry.range(RegistryKeys.OWED).entries().size();
    }

    @Test
    void aCrashBetweenTheChainAndTheFileChainsItOnce() throws Exception {
        FlakyRegistry dying = new FlakyRegistry(scene.registry);
        AuditLog killed = scene.node("control-1", dying, OwedRecords.open(file));
        killed.owe(AuditScene.deed("ann", "192.0.2.7"));
        killed.owe(AuditScene.deed("ann", "192.0.2.7"));
        byte[] before = Files.readAllBytes(file);
        dying.onCommit(transaction -> {
            CommitResult done = scene.registry.commit(transaction);
            dying.lose(); // It is killed: what it would do next does not happen, to its file neither.
            return Optional.of(done);
        });
        killed.pay();
        Files.write(file, before);
        assertThat(actors(scene.node("witness"))).containsExactly("ann");
        assertThat(marks()).isEqualTo(1);
        AuditLog next = process();
        assertThat(next.owed()).isEqualTo(2);
        next.pay();
        assertThat(actors(next)).as("two that look alike are two").containsExactly("ann", "ann");
        assertThat(next.owed()).isZero();
        assertThat(marks()).as("what is paid leaves nothing").isZero();
        assertThat(OwedRecords.open(file).size()).isZero();
    }

    /** The answer is lost, and the record is there. */
    @Test
    void aLostAnswerChainsItOnce() throws Exception {
        FlakyRegistry lossy = new FlakyRegistry(scene.registry);
        AuditLog log = scene.node("control-1", lossy, OwedRecords.open(file));
        log.owe(AuditScene.deed("ann", ""));
        lossy.onCommit(transaction -> {
            scene.registry.commit(transaction);
            return Optional.of(new CommitResult.Unavailable(AuditScene.NOW, "no answer", true));
        });
        log.pay();
        assertThat(log.owed()).isEqualTo(1);
        lossy.onCommit(_ -> Optional.empty());
        log.pay();
        assertThat(actors(log)).containsExactly("ann");
        assertThat(log.owed()).isZero();
        assertThat(marks()).isZero();
    }

    /** Whoever can write to the registry says that it is in the chain, so that it is lost. */
    @Test
    void aKeyThatNoRecordProvesIsNotBelieved() throws Exception {
        AuditLog log = process();
        AuditScene.append(log, 3);
        AuditRecord owed = log.owe(AuditScene.deed("ann", ""));
        for (String lie : List.of("2", "77", "nonsense")) {
            scene.registry.commit(Transaction.put(RegistryKeys.owed("control-1", OwedRecords.id(owed)), 0,
                    lie.getBytes(US_ASCII)));
            log.pay();
            assertThat(log.owed()).as(lie).isEqualTo(1);
        }
        log.pay();
        assertThat(actors(log)).endsWith("ann").hasSize(4);
        assertThat(log.owed()).isZero();
    }

    @Test
    void keysThatACrashLeftGoWithTheNextProcessAndOthersStay() {
        scene.put(RegistryKeys.owed("control-1", "ab".repeat(32)), "1".getBytes(US_ASCII));
        scene.put(RegistryKeys.owed("control-2", "ab".repeat(32)), "1".getBytes(US_ASCII));
        AuditLog log = process();
        log.pay();
        assertThat(scene.registry.range(RegistryKeys.OWED).entries()).hasSize(1);
        List<AuditEntry> none = AuditScene.records(log, 1, 10);
        assertThat(none).isEmpty();
    }
}
