package io.spillway.control.approval;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import io.spillway.control.audit.AuditLog;
import io.spillway.control.audit.AuditObserver;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Ask;
import io.spillway.control.service.ApprovalService.Listed;
import io.spillway.control.service.ApprovalService.Said;
import io.spillway.control.service.ApprovalService.Settled;
import io.spillway.control.service.ApprovalService.Touch;
import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.Consent;
import io.spillway.control.service.Origin;
import io.spillway.model.document.Decoded;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Registry;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import io.spillway.wire.audit.AuditRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A second person approves exactly what was frozen, in time, and it is made use of once. */
@Tag("slow")
class ApprovalsTest {

    private static final Origin OFFICE = new Origin("admin", "192.0.2.7");

    @TempDir
    Path folder;
    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private Registry registry;
    private AuditLog audit;
    private Approvals approvals;

    @BeforeEach
    void open() {
        registry = EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve("registry"), "test"), Clock.systemUTC(),
                Ticker.system(), new Random(1));
        audit = new AuditLog("control-1", registry, Ticker.system(), () -> now, new AuditObserver() {
        });
        approvals = new Approvals(registry, audit.trail(), () -> now);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static Ask deletion(String person, long revision) {
        return new Ask(person, "token/" + person, "DELETE /v1/services/pay", "a Service is deleted",
                List.of("deletes services/pay of revision " + revision), List.of(new Touch("core", "")),
                List.of("services/pay"));
    }

    private Approval asked() {
        if (!(approvals.ask(deletion("ann", 7), OFFICE) instanceof Settled.Waits(Approval approval))) {
            throw new AssertionError("not asked");
        }
        return approval;
    }

    private Approval approved() {
        Approval approval = asked();
        assertThat(approvals.approve(approval.id(), approval.hash(), "bob", "token/bob", OFFICE))
                .isInstanceOf(Said.Approved.class);
        return approval;
    }

    private Settled use(Approval approval, long revision) {
        return approvals.granted(approval.id(), deletion("ann", revision));
    }

    private CommitResult deed(Consent consent) {
        return audit.trail().commit(List.of(), List.of(), AuditRecord.Deed.of(
                new AuditRecord.Who("token/ann", "admin", ""), "delete", List.of(), "", "done"), consent);
    }

    private static Consent granted(Settled settled) {
        if (!(settled instanceof Settled.Granted(Consent consent))) {
            throw new AssertionError(settled.toString());
        }
        return consent;
    }

    private void refused(Settled settled, String why) {
        assertThat(settled).isInstanceOfSatisfying(Settled.Refused.class,
                refused -> assertThat(refused.reason()).contains(why));
    }

    @Test
    void whatAnotherPersonApprovedIsDoneOnceAndEachStepIsInTheAudit() {
        Approval approval = asked();
        assertThat(approval.text()).isEqualTo("""
                DELETE /v1/services/pay
                asked for by ann (token/ann)
                needs two persons: a Service is deleted
                deletes services/pay of revision 7""");
        refused(use(approval, 7), "nobody but ann has said yes");
        assertThat(approvals.approve(approval.id(), approval.hash(), "bob", "token/bob", OFFICE))
                .isInstanceOf(Said.Approved.class);
        Consent one = granted(use(approval, 7));
        Consent other = granted(use(approval, 7));
        assertThat(one.hash()).isEqualTo(approval.hash());
        assertThat(one.approver()).isEqualTo("bob");
        assertThat(deed(one)).isInstanceOf(CommitResult.Committed.class);
        assertThat(deed(other)).as("who was shown it before that").isInstanceOf(CommitResult.Conflict.class);
        refused(use(approval, 7), "there is none");
        assertThat(audit.page(1, 10)).isInstanceOfSatisfying(Page.Records.class, page -> {
            assertThat(page.entries()).extracting(entry -> record(entry.record()).deed().action())
                    .containsExactly("ask", "approve", "delete");
            assertThat(page.entries()).extracting(entry -> record(entry.record()).deed().approver())
                    .containsExactly("", "bob", "");
        });
    }

    private static AuditRecord record(Decoded<AuditRecord> decoded) {
        if (!(decoded instanceof Decoded.Valid<AuditRecord>(AuditRecord record))) {
            throw new AssertionError("not readable");
        }
        return record;
    }

    @Test
    void nobodySaysYesToHimselfToSomethingElseOrTwice() {
        Approval approval = asked();
        assertThat(approvals.approve(approval.id(), approval.hash(), "ann", "token/ann-at-home", OFFICE))
                .isEqualTo(new Said.SamePerson("ann"));
        assertThat(approvals.approve(approval.id(), "0".repeat(64), "bob", "token/bob", OFFICE))
                .isInstanceOf(Said.Refused.class);
        assertThat(approvals.approve(approval.id(), approval.hash(), "bob", "token/bob", OFFICE))
                .isInstanceOf(Said.Approved.class);
        assertThat(approvals.approve(approval.id(), approval.hash(), "carl", "token/carl", OFFICE))
                .isInstanceOfSatisfying(Said.Refused.class,
                        refused -> assertThat(refused.reason()).contains("bob has said yes already"));
        assertThat(approvals.approve("5eed", approval.hash(), "bob", "token/bob", OFFICE))
                .isEqualTo(new Said.Unknown());
    }

    @Test
    void aYesIsForWhatStoodThen() {
        Approval approval = approved();
        refused(use(approval, 8), "what would be done now is not what was approved");
        assertThat(use(approval, 7)).as("and it is not used up by that").isInstanceOf(Settled.Granted.class);
    }

    @Test
    void fifteenMinutesAfterTheLastWordItIsOver() {
        Approval approval = asked();
        now = now.plus(Duration.ofMinutes(15));
        assertThat(approvals.approve(approval.id(), approval.hash(), "bob", "token/bob", OFFICE))
                .isEqualTo(new Said.Unknown());
        Approval next = approved();
        now = now.plus(Duration.ofMinutes(14));
        assertThat(approvals.all()).isInstanceOfSatisfying(Listed.Approvals.class,
                all -> assertThat(all.all()).extracting(Approval::id).containsExactly(next.id()));
        now = now.plus(Duration.ofMinutes(1));
        refused(use(next, 7), "there is none");
        assertThat(approvals.all()).isEqualTo(new Listed.Approvals(List.of()));
    }

    /** Whoever asks again gets the same one; so many may wait, and those that are over make room. */
    @Test
    void whatWaitsIsBounded() {
        assertThat(asked()).isEqualTo(asked());
        for (int i = 1; i < Approvals.MOST; i++) {
            assertThat(approvals.ask(deletion("ann", 100 + i), OFFICE)).isInstanceOf(Settled.Waits.class);
        }
        refused(approvals.ask(deletion("ann", 999), OFFICE), "100 approvals are asked for");
        now = now.plus(Duration.ofMinutes(16));
        assertThat(approvals.ask(deletion("ann", 999), OFFICE)).isInstanceOf(Settled.Waits.class);
    }
}
