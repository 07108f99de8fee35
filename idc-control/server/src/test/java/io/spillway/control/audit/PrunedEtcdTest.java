package io.spillway.control.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.control.node.FlakyRegistry;
import io.spillway.control.service.Origin;
import io.spillway.control.service.PruneResult;
import io.spillway.control.switchover.run.RealEtcd;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.etcd.EtcdRegistry;
import io.spillway.registry.etcd.EtcdSettings;
import io.spillway.wire.audit.AuditPruning;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A pruning on a real etcd, whose transactions hold a segment: one node is killed in it, another ends it. */
@Tag("real")
class PrunedEtcdTest {

    @TempDir
    Path folder;

    private Registry open(RealEtcd etcd) {
        Registry registry = EtcdRegistry.open(
                EtcdSettings.of(List.of(etcd.endpoint()), null, folder.resolve("identity")), Clock.systemUTC(),
                Ticker.system(), new Random(1));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> registry.state().connected());
        return registry;
    }

    @Test
    void aNodeThatIsKilledBetweenSegmentsLeavesTheRestToAnother() throws Exception {
        try (RealEtcd etcd = RealEtcd.start(folder); AuditScene scene = new AuditScene(open(etcd))) {
            FlakyRegistry dying = new FlakyRegistry(scene.registry);
            AuditLog first = scene.node("control-1", dying, OwedRecords.inMemory());
            AuditScene.append(first, 350);
            scene.passes(Duration.ofDays(401));
            AuditScene.append(first, 1);
            AuditPruning what = scene.exported(first, 299);
            assertThat(first.prune(what, "ann", "", new Origin("admin", "")))
                    .isEqualTo(new PruneResult.Pruned(what.through(), 299));
            AtomicInteger commits = new AtomicInteger();
            dying.onCommit(_ -> commits.incrementAndGet() == 1
                    ? Optional.empty()
                    : Optional.of(new CommitResult.Unavailable(AuditScene.NOW, "killed", true)));
            first.sweep();
            assertThat(scene.registry.range(RegistryKeys.AUDIT).entries()).hasSize(352 - 99);
            AuditLog second = scene.node("control-2");
            assertThat(AuditScene.broken(second)).isEmpty();
            second.sweep();
            assertThat(scene.registry.range(RegistryKeys.AUDIT).entries()).hasSize(53);
            assertThat(AuditScene.broken(second)).isEmpty();
            assertThat(second.broken()).isEmpty();
            AuditScene.append(second, 1);
            assertThat(AuditScene.broken(second)).isEmpty();
        }
    }
}
