package io.spillway.control.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.control.node.FlakyRegistry;
import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.Consent;
import io.spillway.control.service.Origin;
import io.spillway.control.service.PruneResult;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.audit.AuditChain;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.PrunedMark;
import io.spillway.wire.audit.ToldHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Old records are taken out of the registry: once they were exported, never unsaid, and never half. */
@Tag("slow")
class AuditPruneTest {

    private static final Origin ADMIN = new Origin("admin", "192.0.2.7");
    private static final Duration LONG = Duration.ofDays(401);

    @TempDir
    Path folder;
    private AuditScene scene;
    private AuditLog log;

    @BeforeEach
    void open() {
        scene = new AuditScene(folder);
        log = scene.node("control-1");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private AuditPruning exported(long through) {
        return scene.exported(log, through);
    }

    private PruneResult prune(AuditPruning what) {
        return log.prune(what, "token/ann", "old", ADMIN);
    }

    private void old(int records) {
        AuditScene.append(log, records);
        scene.passes(LONG);
        AuditScene.append(log, 1);
    }

    private int keys() {
        return scene.registry.range(RegistryKeys.AUDIT).entries().size();
    }

    /** What bob has said yes to stands in the registry. */
    private Consent approved() {
        if (scene.registry.commit(new Transaction(List.of(),
                List.of(Operation.put(RegistryKeys.approval("5eed"),
                        new byte[0])))) instanceof CommitResult.Committed(long revision)) {
            return new Consent("5eed", revision, "5eed", "bob");
        }
        throw new AssertionError("not written");
    }

    private static String refusal(PruneResult result) {
        if (!(result instanceof PruneResult.Refused(String reason))) {
            throw new AssertionError("not refused: " + result);
        }
        return reason;
    }

    @Test
    void whatWasExportedGoesAndWhatIsLeftSaysWhoTookIt() {
        old(250);
        AuditPruning what = exported(199);
        Consent bobs = approved();
        assertThat(log.prune(exported(99), "token/ann", "old", ADMIN.with(new Consent("5eed", 1, "5eed", "bob"))))
                .as("by another yes than the one that stands").isInstanceOf(PruneResult.Refused.class);
        assertThat(log.prune(what, "token/ann", "old", ADMIN.with(bobs)))
                .isEqualTo(new PruneResult.Pruned(what.through(), 199));
        assertThat(scene.registry.get(RegistryKeys.approval("5eed"))).as("used up").isEmpty();
        Page.Records page = AuditScene.page(log, 1, 1000);
        assertThat(page.pruned()).isEqualTo(new PrunedMark(what.through(), 252, 0));
        assertThat(page.entries()).as("before a key is deleted").hasSize(53);
        assertThat(AuditScene.broken(log)).isEmpty();
        var record = AuditScene.record(page.entries().getLast());
        assertThat(record.deed().pruning()).isEqualTo(what);
        assertThat(record.deed().who().actor()).isEqualTo("token/ann");
        assertThat(record.deed().approver()).isEqualTo("bob");
        assertThat(record.deed().planHash()).isEqualTo("5eed");
        assertThat(record.deed().reason()).isEqualTo("old");
        log.sweep();
        assertThat(keys()).isEqualTo(53);
        assertThat(AuditScene.broken(log)).isEmpty();
        assertThat(log.broken()).isEmpty();
        assertThat(AuditScene.page(log, 0, 5).entries()).hasSize(5);
        AuditScene.append(log, 1);
        assertThat(AuditScene.page(log, 0, 1).head().sequence()).isEqualTo(253);
    }

    @Test
    void aSecondPruningGoesOnFromTheFirstAndMayTakeItsRecord() {
        old(250);
        assertThat(prune(exported(99))).isInstanceOf(PruneResult.Pruned.class);
        log.sweep();
        AuditScene.append(log, 60);
        scene.passes(LONG);
        AuditScene.append(log, 1);
        AuditPruning second = exported(299);
        assertThat(prune(second)).isEqualTo(new PruneResult.Pruned(second.through(), 200));
        log.sweep();
        assertThat(AuditScene.broken(log)).isEmpty();
        assertThat(log.broken()).isEmpty();
        assertThat(AuditScene.records(log, 1, 1).getFirst().place()).isEqualTo(300);
    }

    @Test
    void whatIsYoungOrNotExportedOrNoSegmentStays() {
        old(250);
        AuditPruning good = exported(199);
        AuditHead other = new AuditHead(199, "cd".repeat(32));
        String zeros = "0".repeat(64);
        Instant young = scene.now().minus(Duration.ofDays(399));
        assertThat(refusal(prune(new AuditPruning(good.through(), good.exportDigest(), young)))).startsWith("before: ");
        assertThat(refusal(prune(new AuditPruning(good.through(), good.exportDigest(), AuditScene.NOW))))
                .isEqualTo("record 1 is of " + AuditScene.NOW + " (expected: before " + AuditScene.NOW + ")");
        assertThat(refusal(prune(new AuditPruning(good.through(), zeros, good.before()))))
                .startsWith("digest: " + zeros);
        assertThat(refusal(prune(new AuditPruning(other, good.exportDigest(), good.before())))).startsWith("hash: ");
        assertThat(refusal(prune(exported(198)))).startsWith("sequence: 198 (expected: the end of a segment");
        assertThat(refusal(prune(new AuditPruning(new AuditHead(299, zeros), zeros, good.before()))))
                .startsWith("sequence: 299");
        scene.put(RegistryKeys.audit(50), new byte[]{1});
        assertThat(refusal(prune(good))).startsWith("record 50: ")
                .endsWith("what does not fit is evidence, and not pruned");
        assertThat(keys()).isEqualTo(251);
        assertThat(log.refused()).as("each is on record").hasSize(7);
        assertThat(scene.registry.get(RegistryKeys.AUDIT_PRUNED)).isEmpty();
    }

    /** Killed after any number of segments: whoever comes next goes on, and at no moment does the chain not fit. */
    @Test
    void aNodeThatIsKilledBetweenSegmentsLeavesTheRestToAnother() {
        old(550);
        log.sweep();
        for (int survived = 0; survived < 3; survived++) {
            FlakyRegistry dying = new FlakyRegistry(scene.registry);
            AuditLog first = scene.node("control-" + survived, dying, OwedRecords.inMemory());
            if (survived == 0) {
                assertThat(first.prune(exported(499), "ann", "", ADMIN)).isInstanceOf(PruneResult.Pruned.class);
            }
            AtomicInteger commits = new AtomicInteger();
            int last = survived;
            dying.onCommit(_ -> commits.incrementAndGet() <= last
                    ? Optional.empty()
                    : Optional.of(new CommitResult.Unavailable(AuditScene.NOW, "killed", true)));
            first.sweep();
            assertThat(AuditScene.broken(log)).as("killed after %s", survived).isEmpty();
        }
        assertThat(keys()).as("0, 1 and 2 segments are gone").isEqualTo(552 - 299);
        log.sweep(); // it has lived all the time, and has looked before
        assertThat(keys()).as("within the minute").isEqualTo(552 - 299);
        scene.passes(Duration.ofMinutes(1));
        log.sweep();
        assertThat(keys()).isEqualTo(53);
        AuditLog next = scene.node("control-9");
        assertThat(AuditScene.page(next, 1, 1).pruned().unfinished()).isFalse();
        assertThat(AuditScene.broken(next)).isEmpty();
        assertThat(next.broken()).isEmpty();
    }

    @Test
    void twoAtOnceAreOne() {
        old(250);
        AuditPruning what = exported(99);
        FlakyRegistry between = new FlakyRegistry(scene.registry);
        AuditLog slow = scene.node("control-2", between, OwedRecords.inMemory());
        between.onCommit(_ -> {
            between.onCommit(_ -> Optional.empty());
            assertThat(prune(what)).isInstanceOf(PruneResult.Pruned.class);
            return Optional.empty();
        });
        assertThat(refusal(slow.prune(what, "carl", "", ADMIN))).startsWith("records were pruned at the same moment");
        assertThat(AuditScene.broken(log)).isEmpty();
    }

    /** Whoever can write to the registry takes records out himself, and says that they were pruned. */
    @Test
    void aPruningThatWasNotRecordedIsATruncation() {
        old(250);
        AuditHead end = new AuditHead(199, AuditScene.records(log, 199, 1).getFirst().hash());
        for (int i = 1; i <= 199; i++) {
            scene.remove(RegistryKeys.audit(i));
        }
        assertThat(log.broken()).startsWith("record 1: is missing");
        scene.put(RegistryKeys.AUDIT_PRUNED, new PrunedMark(end, 251, 199).encode());
        assertThat(log.broken()).startsWith("record 199: is missing, and all before it: no record says");
        assertThat(AuditScene.broken(log)).startsWith("record 199: is missing");
        assertThat(refusal(prune(exported(199)))).startsWith("sequence: 199");
    }

    /** Else a mark alone would make a node delete records that nobody pruned. */
    @Test
    void aMarkThatNoRecordProvesDeletesNothing() {
        old(250);
        AuditHead end = new AuditHead(199, AuditScene.records(log, 199, 1).getFirst().hash());
        scene.put(RegistryKeys.AUDIT_PRUNED, new PrunedMark(end, 251, 0).encode());
        log.sweep();
        assertThat(keys()).isEqualTo(251);
        AuditScene.append(log, 60);
        assertThat(refusal(prune(exported(299)))).startsWith("record 251 does not say that records up to 199");
        scene.remove(RegistryKeys.AUDIT_PRUNED);
        assertThat(log.broken()).isEmpty();
    }

    /** He forges the record too, and takes everything with it that the node and other IDCs know. */
    @Test
    void aForgedPruningOfWhatIsYoungIsFound() {
        AuditScene.append(log, 250);
        AuditHead known = AuditScene.page(log, 1, 1).head();
        scene.put(RegistryKeys.heads("idc-a"), KnownHeads.NONE
                .with(new ToldHead("idc-a", Math.max(1, scene.registry.state().epoch()), known, scene.now())).encode());
        assertThat(log.broken()).isEmpty();
        AuditLog other = scene.node("control-2");
        AuditScene.append(other, 60);
        AuditHead end = new AuditHead(299, AuditScene.records(log, 299, 1).getFirst().hash());
        AuditPruning forged = new AuditPruning(end, "ab".repeat(32), scene.now());
        other.trail().commitAt(List.of(), record -> List.of(Operation.put(RegistryKeys.AUDIT_PRUNED,
                new PrunedMark(end, record, 299).encode())), AuditScene.deed("mallory", "").with(forged));
        assertThat(AuditScene.broken(log)).as("by itself it fits").isEmpty();
        assertThat(log.broken()).startsWith("record 250: is pruned, with all after it that this node saw at ");
        assertThat(scene.node("control-3").broken()).as("one that was started later")
                .startsWith("record 250: is pruned, with all after it that other IDCs were told of at ");
    }

    /** Neither head nor mark nor anybody who remembers: what is appended goes on after what is there. */
    @Test
    void aLostHeadAfterAPruningMakesNoRecordOverwriteAnother() {
        old(250);
        assertThat(prune(exported(199))).isInstanceOf(PruneResult.Pruned.class);
        log.sweep();
        scene.remove(RegistryKeys.AUDIT_HEAD);
        AuditScene.append(scene.node("control-2"), 1);
        assertThat(AuditScene.broken(log)).isEmpty();
        byte[] mark = scene.registry.get(RegistryKeys.AUDIT_PRUNED).orElseThrow().value();
        scene.remove(RegistryKeys.AUDIT_HEAD);
        scene.remove(RegistryKeys.AUDIT_PRUNED);
        AuditScene.append(scene.node("control-3"), 1);
        scene.put(RegistryKeys.AUDIT_PRUNED, mark);
        assertThat(AuditScene.page(log, 1, 1).head().sequence()).isEqualTo(254);
        assertThat(AuditScene.broken(log)).isEmpty();
    }

    /** What others were told before is older than what is pruned, or in what is left. */
    @Test
    void headsThatOthersWereToldStayGood() {
        AuditScene.append(log, 50);
        AuditHead early = AuditScene.page(log, 1, 1).head();
        old(200);
        AuditHead late = AuditScene.page(log, 1, 1).head();
        assertThat(prune(exported(199))).isInstanceOf(PruneResult.Pruned.class);
        log.sweep();
        Page.Records page = AuditScene.page(log, 1, 1000);
        AuditChain chain = new AuditChain(page.pruned().through(), List.of(early, late), true);
        page.entries().forEach(chain::take);
        assertThat(chain.end(page.head())).isTrue();
        assertThat(chain.pruned()).isEqualTo(1);
    }

    @Test
    void aRegistryThatIsAwayPrunesNothing() {
        old(250);
        FlakyRegistry lost = new FlakyRegistry(scene.registry);
        AuditLog cut = scene.node("control-2", lost, OwedRecords.inMemory());
        AuditPruning what = exported(199);
        lost.onCommit(_ -> Optional.of(new CommitResult.Unavailable(AuditScene.NOW, "away", false)));
        assertThat(cut.prune(what, "ann", "", ADMIN)).isInstanceOf(PruneResult.Unavailable.class);
        assertThat(cut.prune(what, "glass", "", new Origin("breakglass", "")))
                .as("also of who breaks glass: nothing is pruned beside the chain")
                .isInstanceOf(PruneResult.Unavailable.class);
        assertThat(cut.owed()).isZero();
        lost.lose();
        assertThat(cut.prune(what, "ann", "", ADMIN)).isInstanceOf(PruneResult.Unavailable.class);
        cut.sweep();
        assertThat(keys()).isEqualTo(251);
    }
}
