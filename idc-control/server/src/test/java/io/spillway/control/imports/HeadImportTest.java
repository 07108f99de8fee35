package io.spillway.control.imports;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.spillway.control.service.Finding;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.KnownHeads;
import io.spillway.wire.audit.ToldHead;
import io.spillway.wire.audit.ToldWord;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.Refused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a peer tells of its audit is written down here, where whoever changes its registry does not come. */
@Tag("slow")
class HeadImportTest extends ImportScene {

    private static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");

    private final List<String> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        node.service().events(event -> events.add(event.type() + " " + event.object()));
    }

    private ImportAnswer told(String idc, long sequence, String digit, long second) throws InterruptedException {
        return sync.say(SyncClient.batch().addHeads(new ToldHead(idc, 1, new AuditHead(sequence, digit.repeat(64)),
                AT.plusSeconds(second)).toProto()));
    }

    private KnownHeads known() {
        return node.service().auditHeads().getOrDefault("idc-b", KnownHeads.NONE);
    }

    private List<String> findings() {
        return node.service().check().findings().stream().map(Finding::rule).toList();
    }

    @Test
    void theListGrowsAndWhatDoesNotGoOnIsAnAlarmOnce() throws Exception {
        told("idc-b", 3, "a", 0);
        told("idc-b", 9, "b", 5);
        told("idc-b", 3, "a", 0);
        assertThat(known().heads()).extracting(each -> each.head().sequence()).containsExactly(3L, 9L);
        assertThat(findings()).doesNotContain("audit-not-extended");
        told("idc-b", 9, "c", 60);
        told("idc-b", 9, "c", 60);
        assertThat(known().heads()).hasSize(2);
        assertThat(findings()).contains("audit-not-extended");
        assertThat(events.stream().filter("audit idc-b"::equals)).hasSize(1);
    }

    /** Whoever can write there forks the chain, lets it grow, and tells of it as if nothing had been told. */
    @Test
    void aLongerChainThatWasForkedIsAnAlarm() throws Exception {
        told("idc-b", 9, "b", 5);
        ToldHead longer = new ToldHead("idc-b", 1, new AuditHead(12, "c".repeat(64)), AT.plusSeconds(60));
        sync.say(SyncClient.batch().addHeads(new ToldWord(longer, List.of(), true, false).toProto()));
        assertThat(known().heads()).hasSize(1);
        assertThat(known().fault()).contains("and of 12 at", "as if it had not");
        assertThat(findings()).contains("audit-not-extended");
        assertThat(events.stream().filter("audit idc-b"::equals)).hasSize(1);
    }

    @Test
    void ofNobodyButThePeerItself() throws Exception {
        ImportAnswer answer = told("idc-c", 3, "a", 0);
        assertThat(answer.getRefusedList()).extracting(Refused::getReason)
                .containsExactly("/idc: \"idc-c\" (expected: idc-b, the peer it came from)");
        ImportAnswer wrong = sync.say(SyncClient.batch().addHeads(
                io.spillway.wire.v1.ToldHead.newBuilder().setIdc("idc-b").setSequence(1)));
        assertThat(wrong.getRefusedList()).hasSize(1);
        assertThat(node.service().auditHeads()).isEmpty();
    }
}
