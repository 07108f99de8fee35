package io.spillway.it.exchange;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever can write to the registry of one IDC cuts its audit, head and all: the other IDC knows better. */
@Tag("slow")
class AuditHeadsTravelTest extends TwoIdcs {

    @BeforeEach
    void hear() {
        b.hears(a);
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

    /** He forks the chain, lets it grow longer than what was told, and makes the list of what was told fit it. */
    @Test
    void aLongerForkIsAnAlarmInTheOtherIdcAndWithoutTheListInItsOwn() {
        for (int i = 0; i < 3; i++) {
            write("c" + i);
        }
        await().until(() -> !known().heads().isEmpty() && known().heads().getLast().head().sequence() == 3);
        AuditHead third = new AuditHead(3, chain().get(2).hash());
        a.registry.commit(new Transaction(List.of(), List.of(Operation.delete(RegistryKeys.audit(3)),
                Operation.put(RegistryKeys.AUDIT_HEAD, new AuditHead(2, chain().get(1).hash()).encode()))));
        for (int i = 3; i < 6; i++) {
            write("c" + i);
        }
        AuditEntry last = chain().getLast();
        assertThat(last.place()).isGreaterThan(3);
        assertThat(a.node.service().check().findings()).as("the chain does not fit what was told")
                .extracting(Finding::rule).contains("audit-chain-broken");
        AuditHead forked = new AuditHead(last.place(), last.hash());
        a.registry.commit(new Transaction(List.of(), List.of(Operation.put(RegistryKeys.heads("idc-a"),
                new KnownHeads(List.of(new ToldHead("idc-a", 1, forked, Instant.now())), "").encode()))));
        await().until(() -> !known().fault().isEmpty());
        assertThat(known().fault()).startsWith("it told of record ").endsWith(" as if it had not");
        assertThat(known().heads()).extracting(ToldHead::head).as("what was told stays").contains(third);
        assertThat(b.node.service().check().findings()).extracting(Finding::rule).contains("audit-not-extended");
    }

    private AuditChain verified() {
        AuditChain chain = new AuditChain(AuditHead.NONE, known().current().stream().map(ToldHead::head).toList(),
                true);
        chain().forEach(chain::take);
        boolean _ = chain.endUnknown();
        return chain;
    }
}
