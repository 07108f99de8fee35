package io.spillway.it.exchange;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.Finding;
import io.spillway.control.service.WriteResult;
import io.spillway.model.resource.ClusterRole;
import io.spillway.model.resource.ClusterSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.ToldHead;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever can write to the registry of one IDC cuts its audit, head and all: the other IDC knows better. */
@Tag("slow")
class AuditHeadsTravelTest {

    @TempDir
    Path folder;
    private Side a;
    private Side b;

    @BeforeEach
    void start() throws Exception {
        a = new Side("idc-a", "idc-b", folder);
        b = new Side("idc-b", "idc-a", folder);
        b.hears(a);
    }

    @AfterEach
    void stop() {
        b.close();
        a.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private void write(String name) {
        WriteResult result = a.node.service().apply(new ApplyRequest(List.of(
                Resource.of("idc-a", new IdcSpec("r", null, List.of(), List.of(), 0)),
                Resource.of(name, new ClusterSpec("idc-a", ClusterRole.REMOTE))), false, null, "ann"));
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
    }

    private KnownHeads known() {
        return b.node.service().auditHeads().getOrDefault("idc-a", KnownHeads.NONE);
    }

    private List<AuditEntry> chain() {
        if (!(a.node.service().audit().page(1, 100) instanceof Page.Records page)) {
            throw new AssertionError("no page");
        }
        return page.entries();
    }

    @Test
    void aTailThatIsCutWithItsHeadIsFoundByWhatTheOtherIdcWasTold() {
        for (int i = 0; i < 3; i++) {
            write("c" + i);
        }
        await().until(() -> !known().heads().isEmpty() && known().heads().getLast().head().sequence() == 3);
        assertThat(verified().broken()).isNull();
        AuditHead second = new AuditHead(2, chain().get(1).hash());
        a.registry.commit(new Transaction(List.of(), List.of(Operation.delete(RegistryKeys.audit(3)),
                Operation.put(RegistryKeys.AUDIT_HEAD, second.encode()))));
        AuditChain alone = new AuditChain(AuditHead.NONE, List.of(), true);
        chain().forEach(alone::take);
        assertThat(alone.end(second)).as("by itself it fits").isTrue();
        AuditChain.Break broken = verified().broken();
        assertThat(broken == null ? "" : broken.toString())
                .isEqualTo("record 3: is missing: record 3 is known from elsewhere; the end was cut off");
        // He makes the node tell so too.
        Instant later = Instant.now().plusSeconds(60);
        a.registry.commit(new Transaction(List.of(), List.of(Operation.put(RegistryKeys.heads("idc-a"),
                new KnownHeads(List.of(new ToldHead("idc-a", 1, second, later)), "").encode()))));
        await().until(() -> !known().fault().isEmpty());
        assertThat(known().fault()).startsWith("it told of 3 records at ").contains(", and of 2 at ");
        assertThat(known().heads().getLast().head().sequence()).as("what was told stays").isEqualTo(3);
        assertThat(b.node.service().check().findings()).extracting(Finding::rule).contains("audit-not-extended");
        assertThat(b.refused).isEmpty();
    }

    private AuditChain verified() {
        AuditChain chain = new AuditChain(AuditHead.NONE, known().current().stream().map(ToldHead::head).toList(),
                true);
        chain().forEach(chain::take);
        boolean _ = chain.endUnknown();
        return chain;
    }
}
