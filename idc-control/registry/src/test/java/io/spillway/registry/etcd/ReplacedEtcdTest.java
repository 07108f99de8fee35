package io.spillway.registry.etcd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.spillway.registry.AcceptResult;
import io.spillway.registry.ClusterChanged;
import io.spillway.registry.CommitResult;
import io.spillway.registry.RegistryUnavailableException;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.kit.RecordingListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An etcd comes back wiped, or restored from an old copy: refused loudly until the operator accepts it. */
class ReplacedEtcdTest extends EtcdTest {

    @Test
    void aWipedEtcdIsRefusedUntilItIsAccepted() throws Exception {
        RecordingListener seen = new RecordingListener();
        String id = registry.state().clusterId();
        long first = put("/spillway/v1/w", "1");
        try (Watch _ = registry.watch("/spillway/v1/w", first, seen)) {
            await().untilAsserted(() -> assertThat(seen.revisions()).containsExactly(first));
            etcd.kill();
            etcd.wipe();
            etcd.start();

            await().until(() -> registry.state().changed() != null);
            ClusterChanged changed = changed();
            assertThat(changed.expected()).isEqualTo(id);
            // The same members at the same addresses make the same cluster id: it is our own mark that is missing.
            assertThat(changed.found()).isEqualTo(id.substring(0, id.indexOf('-')) + "-blank");
            assertThat(registry.state().detail()).contains("another registry answers: expected " + id)
                    .contains("spillway registry accept --cluster-id " + changed.found());
            assertThatThrownBy(() -> registry.range("/spillway/")).isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("another registry answers");
            assertThat(registry.commit(Transaction.put("/spillway/v1/w", 0, new byte[1])))
                    .isInstanceOf(CommitResult.Unavailable.class);
            await().during(Duration.ofSeconds(1))
                    .until(() -> seen.revisions().size() == 1 && seen.compacted().isEmpty());

            assertThat(registry.accept("something-else"))
                    .isEqualTo(new AcceptResult.OtherFound(changed, "something-else"));
            assertThat(registry.accept(changed.found())).isInstanceOfSatisfying(AcceptResult.Accepted.class,
                    accepted -> assertThat(accepted.epoch()).isEqualTo(2));
            await().until(() -> registry.state().connected());
            await().untilAsserted(() -> assertThat(seen.compacted()).containsExactly(0L));
            assertThat(registry.get("/spillway/v1/w")).isEmpty();
            put("/spillway/v1/w", "again");
        }
    }

    @Test
    void aRestartOfTheProcessDoesNotForgetWhichEtcdItKnows() throws Exception {
        put("/spillway/v1/w", "1");
        registry.close();
        etcd.kill();
        etcd.wipe();
        etcd.start();
        registry = open("one");
        await().until(() -> registry.state().changed() != null);
        assertThatThrownBy(() -> registry.range("/")).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void anEtcdRestoredFromAnOldCopyIsRefused() throws Exception {
        put("/spillway/v1/w", "1");
        etcd.kill();
        Path copy = directory.resolve("copy");
        EtcdProcess.copy(etcd.data(), copy);
        etcd.start();
        await().until(() -> registry.state().connected());
        for (int i = 0; i < 5; i++) {
            put("/spillway/v1/w", "newer");
        }
        etcd.kill();
        etcd.wipe();
        EtcdProcess.copy(copy, etcd.data());
        etcd.start();

        await().until(() -> registry.state().changed() != null);
        ClusterChanged changed = changed();
        assertThat(changed.found()).isEqualTo(changed.expected() + "-rewound");
        assertThat(changed.detail()).contains("its revision went back from");
        assertThat(registry.accept(changed.found())).isInstanceOf(AcceptResult.Accepted.class);
        assertThat(registry.state().connected()).isTrue();
        assertThat(registry.state().epoch()).isEqualTo(2);
        put("/spillway/v1/w", "on top of the old copy");
    }

    @Test
    void theOtherNodesFollowAnAcceptance() throws Exception {
        try (EtcdRegistry other = open("two")) {
            await().until(() -> other.state().connected());
            assertThat(other.state().clusterId()).isEqualTo(registry.state().clusterId());
            put("/spillway/v1/w", "1");
            etcd.kill();
            etcd.wipe();
            etcd.start();
            await().until(() -> registry.state().changed() != null && other.state().changed() != null);
            assertThat(registry.accept(changed().found())).isInstanceOf(AcceptResult.Accepted.class);
            await().until(() -> other.state().connected());
            assertThat(other.state().clusterId()).isEqualTo(registry.state().clusterId());
            assertThat(other.state().epoch()).isEqualTo(2);
            assertThat(Files.readString(directory.resolve("identity-two"))).contains("epoch=2");
        }
    }

    private ClusterChanged changed() {
        return Objects.requireNonNull(registry.state().changed());
    }
}
