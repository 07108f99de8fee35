package io.spillway.control.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.control.node.FlakyRegistry;
import io.spillway.model.document.Decoded;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.KnownHeads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Who has recorded something tells; who has not asks the registry for next to nothing. */
@Tag("slow")
class HeadTellerTest {

    @TempDir
    Path folder;
    private AuditScene scene;
    private FlakyRegistry counted;
    private AuditLog log;
    private HeadTeller teller;

    @BeforeEach
    void open() {
        scene = new AuditScene(folder);
        counted = new FlakyRegistry(scene.registry);
        log = scene.node("control-1", counted, OwedRecords.inMemory());
        teller = new HeadTeller("idc-a", counted, log.trail(), scene.nanos::get, scene::now);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<Long> told() {
        return scene.registry.get(RegistryKeys.heads("idc-a")).map(key -> KnownHeads.decode(key.value()))
                .map(known -> known instanceof Decoded.Valid<KnownHeads>(KnownHeads heads)
                        ? heads.heads().stream().map(each -> each.head().sequence()).toList()
                        : List.<Long>of())
                .orElse(List.of());
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            scene.passes(Duration.ofSeconds(1));
            teller.look();
        }
    }

    @Test
    void whatThisNodeRecordsIsToldAtMostEveryFiveSeconds() {
        AuditScene.append(log, 1);
        seconds(1);
        assertThat(told()).containsExactly(1L);
        AuditScene.append(log, 1);
        seconds(4);
        assertThat(told()).containsExactly(1L);
        AuditScene.append(log, 1);
        seconds(1);
        assertThat(told()).containsExactly(1L, 3L);
    }

    @Test
    void anIdleNodeReadsOneKeyAMinute() {
        AuditScene.append(log, 1);
        seconds(10);
        int before = counted.gets();
        seconds(600);
        assertThat(counted.gets() - before).isBetween(1, 11);
        assertThat(told()).containsExactly(1L);
    }

    /** Whoever recorded it died before he told. */
    @Test
    void whatAnotherNodeRecordedIsToldWithinAMinute() {
        seconds(10);
        AuditScene.append(scene.node("control-2"), 2);
        seconds(60);
        assertThat(told()).containsExactly(2L);
    }

    /** The chain was forked behind the node's back and grew longer: the node finds that it is not what was told. */
    @Test
    void aLongerForkIsFoundByWhatThisIdcToldItself() {
        AuditScene.append(log, 3);
        seconds(1);
        assertThat(told()).containsExactly(3L);
        AuditLog mallory = scene.node("mallory");
        scene.remove(RegistryKeys.audit(3));
        scene.put(RegistryKeys.AUDIT_HEAD,
                new AuditHead(2, AuditScene.records(mallory, 2, 1).getFirst().hash()).encode());
        AuditScene.append(mallory, 4);
        AuditLog fresh = scene.node("control-2");
        assertThat(fresh.foundBroken()).isFalse();
        assertThat(fresh.broken()).startsWith("record 3: is another than the record 3 that is known from elsewhere");
        assertThat(fresh.foundBroken()).isTrue();
    }
}
