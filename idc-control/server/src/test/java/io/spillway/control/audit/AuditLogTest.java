package io.spillway.control.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.control.service.AuditService.Page;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.AuditRecord.Deed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A chain in a real registry: whoever floods it with what is refused, and whoever changes what stands in it. */
@Tag("slow")
class AuditLogTest {

    @TempDir
    Path folder;
    private final AtomicInteger told = new AtomicInteger();
    private AuditScene scene;
    private Registry registry;
    private AuditLog log;

    @BeforeEach
    void open() {
        scene = new AuditScene(folder);
        registry = scene.registry;
        log = new AuditLog("control-1", registry, scene.nanos::get, scene::now, new AuditObserver() {

            @Override
            public void auditRefused() {
                told.incrementAndGet();
            }
        });
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static Deed deed(String actor, String source) {
        return AuditScene.deed(actor, source);
    }

    private void append(int records) {
        AuditScene.append(log, records);
    }

    private void put(String key, byte[] value) {
        scene.put(key, value);
    }

    private void remove(String key) {
        scene.remove(key);
    }

    private List<AuditEntry> records(long from, int limit) {
        return AuditScene.records(log, from, limit);
    }

    private static AuditRecord record(AuditEntry entry) {
        return AuditScene.record(entry);
    }

    private AuditRecord newest() {
        return record(records(0, 1).getFirst());
    }

    private void passes(long seconds) {
        scene.passes(Duration.ofSeconds(seconds));
        log.look();
    }

    @Test
    void aFloodOfRefusedCallsIsOneRecordAMinuteAndAThousandInMemory() {
        append(1);
        long before = registry.range(RegistryKeys.AUDIT).revision();
        for (int i = 0; i < 50_000; i++) {
            log.refused(deed("mallory", "192.0.2." + i % 250));
        }
        passes(59);
        assertThat(registry.range(RegistryKeys.AUDIT).revision()).as("nothing is written yet").isEqualTo(before);
        assertThat(log.refused()).hasSize(RefusedCalls.KEPT);
        passes(1);
        assertThat(registry.range(RegistryKeys.AUDIT).revision()).isEqualTo(before + 1);
        AuditRecord.Refusals refusals = newest().deed().refusals();
        assertThat(newest().deed().action()).isEqualTo("refused");
        assertThat(refusals).isNotNull();
        if (refusals != null) {
            assertThat(refusals.calls()).isEqualTo(50_000);
            assertThat(refusals.kept()).isEqualTo(RefusedCalls.KEPT);
        }
        assertThat(told).hasValue(50_000);
        passes(600);
        assertThat(registry.range(RegistryKeys.AUDIT).revision()).as("nothing more was refused").isEqualTo(before + 1);
    }

    @Test
    void oneLoudSourceDoesNotHideTheOthers() {
        for (int i = 0; i < 5_000; i++) {
            log.refused(deed("mallory", "192.0.2.66"));
        }
        log.refused(deed("bob", "192.0.2.1"));
        assertThat(log.refused()).hasSize(RefusedCalls.OF_ONE_SOURCE + 1);
        assertThat(log.refused().getLast().deed().who().actor()).isEqualTo("bob");
        passes(60);
        log.refused(deed("mallory", "192.0.2.66"));
        assertThat(log.refused()).as("he may be heard again").hasSize(RefusedCalls.OF_ONE_SOURCE + 2);
    }

    /** Whoever has no credentials may come from everywhere at once; what operators were refused is not pushed out by it. */
    @Test
    void strangersLeaveRoomForWhatOperatorsWereRefused() {
        for (int i = 0; i < 20_000; i++) {
            log.refused(deed("", "198.51.100." + i % 250));
        }
        log.refused(deed("bob", "192.0.2.1"));
        assertThat(log.refused()).hasSize(RefusedCalls.OF_NOBODY + 1);
        assertThat(log.refused().getLast().deed().who().actor()).isEqualTo("bob");
    }

    @Test
    void whatWasRefusedInTheLastMinuteOfANodeIsInTheChain() {
        append(1);
        log.start();
        log.refused(deed("mallory", "192.0.2.66"));
        log.close();
        assertThat(newest().deed().action()).isEqualTo("refused");
        assertThat(newest().deed().result()).isEqualTo("1 calls refused");
        log.close();
        assertThat(records(1, 10)).as("and once").hasSize(2);
    }

    /** What no transaction could carry was kept beside the chain, and stands in it as soon as it can be written again. */
    @Test
    void whatIsOwedIsChainedOnceAndSaysWhenItWasDone() throws Exception {
        append(1);
        log.owe(deed("ann", "192.0.2.7"));
        AuditRecord undone = log.owe(deed("bob", "192.0.2.7"));
        log.forgive(undone);
        assertThat(log.owed()).isEqualTo(1);
        passes(30);
        passes(1);
        assertThat(log.owed()).isZero();
        assertThat(records(1, 10)).hasSize(2);
        assertThat(newest().deed().who().actor()).isEqualTo("ann");
        assertThat(newest().deed().result()).isEqualTo("done; it was done at " + AuditScene.NOW + " and chained now");
        assertThat(log.broken()).isEmpty();
    }

    /** What is in memory can be held against what was chained. */
    @Test
    void theDigestIsThatOfWhatIsKept() {
        log.refused(deed("a", "1"));
        passes(60);
        for (int i = 0; i < 5; i++) {
            log.refused(deed("b", "2"));
        }
        passes(60);
        AuditRecord.Refusals refusals = newest().deed().refusals();
        if (refusals == null) {
            throw new AssertionError("no refusals");
        }
        assertThat(refusals.first()).isEqualTo(2);
        AuditHead head = AuditHead.NONE;
        for (AuditRecord each : log.refused()) {
            if (each.sequence() >= refusals.first() && each.sequence() < refusals.first() + refusals.kept()) {
                head = head.with(each.encode());
            }
        }
        assertThat(head.hash()).isEqualTo(refusals.digest());
    }

    @Test
    void aHeadThatIsLostOrPutBackMakesNoRecordOverwriteAnother() {
        append(5);
        byte[] early = new AuditHead(2, records(2, 1).getFirst().hash()).encode();
        for (byte[] head : new byte[][]{early, new byte[]{9, 9}}) {
            put(RegistryKeys.AUDIT_HEAD, head);
            append(1);
        }
        remove(RegistryKeys.AUDIT_HEAD);
        append(1);
        assertThat(records(1, 100)).hasSize(8).extracting(AuditEntry::place).containsExactly(1L, 2L, 3L, 4L, 5L, 6L,
                7L, 8L);
        assertThat(log.broken()).isEmpty();
    }

    /** However long the chain is, its end is found by looking at some blocks of it. */
    @Test
    void theEndIsFoundWithoutReadingTheWholeChain() {
        AuditReader reader = new AuditReader(registry);
        assertThat(reader.newest(0)).isNull();
        for (int records : new int[]{1, 98, 1, 1, 699, 150}) {
            append(records);
            long all = records(0, 1).getFirst().place();
            for (long known : new long[]{0, all / 2, all}) {
                KeyValue newest = reader.newest(known);
                assertThat(newest).as("%s of %s", known, all).isNotNull();
                assertThat(newest == null ? "" : newest.key()).isEqualTo(RegistryKeys.audit(all));
            }
        }
    }

    @Test
    void whatIsChangedIsFoundAndNamed() {
        append(12);
        assertThat(log.broken()).isEmpty();
        byte[] third = records(3, 1).getFirst().encode();
        put(RegistryKeys.audit(3), records(4, 1).getFirst().encode());
        assertThat(log.broken()).startsWith("record 3: says that it is record 4");
        remove(RegistryKeys.audit(3));
        assertThat(log.broken()).startsWith("record 3: is missing");
        put(RegistryKeys.audit(3), new byte[]{1, 2, 3});
        assertThat(log.broken()).startsWith("record 3: ");
        put(RegistryKeys.audit(3), third);
        assertThat(log.broken()).isEmpty();
    }

    @Test
    void aCutEndIsFoundThoughTheHeadWasPutBack() {
        append(12);
        assertThat(log.broken()).isEmpty();
        put(RegistryKeys.AUDIT_HEAD, new AuditHead(10, records(10, 1).getFirst().hash()).encode());
        remove(RegistryKeys.audit(11));
        remove(RegistryKeys.audit(12));
        assertThat(log.broken())
                .startsWith("record 11: is missing: the head says 10 records, and this node has seen 12");
        append(5);
        assertThat(log.broken()).as("longer again, and another").startsWith("record 12: is another");
        log.forget();
        assertThat(log.broken()).as("the operator accepted it").isEmpty();
    }

    /** A thousand records each time it is asked, from where it was. */
    @Test
    void aLongChainIsLookedThroughInPieces() {
        int all = ChainCheck.PIECE * 2 + 50;
        append(all);
        remove(RegistryKeys.audit(all - 10));
        assertThat(log.broken()).isEmpty();
        assertThat(log.broken()).isEmpty();
        assertThat(log.broken()).startsWith("record " + (all - 10) + ": is missing");
        assertThat(log.broken()).as("until it was looked through anew").startsWith("record " + (all - 10));
    }

    @Test
    void pagesHoldTogether() {
        append(257);
        List<Long> places = new ArrayList<>();
        long next = 1;
        while (next != 0) {
            if (!(log.page(next, 60) instanceof Page.Records records)) {
                throw new AssertionError("no page");
            }
            assertThat(records.head().sequence()).isEqualTo(257);
            records.entries().forEach(entry -> places.add(entry.place()));
            next = records.next();
        }
        assertThat(places).hasSize(257).isSorted().doesNotHaveDuplicates();
        assertThat(records(0, 3)).extracting(AuditEntry::place).containsExactly(255L, 256L, 257L);
        assertThat(records(258, 10)).isEmpty();
        assertThat(records(99, 3)).extracting(AuditEntry::place).containsExactly(99L, 100L, 101L);
    }
}
