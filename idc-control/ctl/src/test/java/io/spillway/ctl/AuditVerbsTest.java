package io.spillway.ctl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditLines;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;
import io.spillway.wire.document.JsonText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** audit list, verify and export: the command believes hashes, not the control plane, and shows nothing that moves a cursor. */
@Tag("slow")
class AuditVerbsTest {

    private static final int RECORDS = 60;
    private static final int PAGE = 25;

    @TempDir
    Path folder;
    private final ScriptedControl control = new ScriptedControl();
    private final List<String> lines = new ArrayList<>();
    private AuditHead head = AuditHead.NONE;

    @AfterEach
    void stop() {
        control.close();
    }

    private void append(String actor, String reason) {
        Deed deed = Deed.of(new Who(actor, "", "192.0.2.7"), "apply",
                List.of(new Touched("services/orders", 4), new Touched("routes/orders", 0)), reason, "done");
        AuditEntry entry = AuditEntry.after(head,
                new AuditRecord(head.sequence() + 1, Instant.parse("2026-11-21T07:00:00Z"), "control-1",
                        head.sequence() == 0 ? 0 : 99 + head.sequence(), deed));
        head = new AuditHead(entry.place(), entry.hash());
        lines.add(JsonText.write(AuditLines.write(AuditEntry.decode(entry.place(), entry.encode(),
                99 + entry.place()))));
    }

    private void chain() {
        for (int i = 0; i < RECORDS; i++) {
            append("alice", "maintenance");
        }
    }

    private String page(List<String> records, long next) {
        return "{\"head\":{\"sequence\":" + head.sequence() + ",\"hash\":\"" + head.hash() + "\"},\"records\":["
                + String.join(",", records) + "],\"next\":" + next + "}";
    }

    private void serve(List<String> records) {
        for (int from = 0; from < Math.max(1, records.size()); from += PAGE) {
            int to = Math.min(from + PAGE, records.size());
            control.on("GET /v1/audit?from=" + (from + 1) + "&limit=" + PAGE, 200,
                    page(records.subList(from, to), to < records.size() ? to + 1L : 0));
        }
    }

    private Path file(List<String> some) throws Exception {
        return Files.write(folder.resolve("audit.jsonl"), some);
    }

    @Test
    void aChainThatFitsIsSaidToFit() {
        chain();
        serve(lines);
        CommandRun run = control.run("audit", "verify");
        assertThat(run.out()).isEqualTo("60 records fit; head " + head + "\n");
        assertThat(run.code()).isZero();
        assertThat(control.run("audit", "verify", "--head", head.toString(), "-o", "json").out())
                .contains("\"whole\": true", "\"records\": 60", "\"broken\": null");
    }

    @Test
    void theFirstRecordThatDoesNotFitIsNamed() {
        chain();
        List<String> edited = new ArrayList<>(lines);
        edited.remove(40);
        serve(edited);
        CommandRun run = control.run("audit", "verify");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines()).containsExactly(
                "record 41: is missing: record 42 comes next; it was removed", "40 records before it fit");
        assertThat(control.run("audit", "verify", "-o", "json").out()).contains("\"whole\": false", "\"sequence\": 41");
    }

    @Test
    void whatIsExportedIsVerifiedWithoutAControlPlane() throws Exception {
        chain();
        serve(lines);
        CommandRun export = control.run("audit", "export");
        assertThat(export.code()).isZero();
        assertThat(export.outLines()).isEqualTo(lines);
        assertThat(export.err()).isEqualTo("spillway: 60 records; head " + head + "\n");
        Path file = file(export.outLines());
        CommandRun whole = CommandRun.of("audit", "verify", "--file", file.toString(), "--head", head.toString());
        assertThat(whole.code()).isZero();
        assertThat(whole.err()).isEmpty();
        CommandRun unknown = CommandRun.of("audit", "verify", "--file", file.toString());
        assertThat(unknown.code()).isZero();
        assertThat(unknown.err()).contains("no --head was given");
    }

    @Test
    void anExportThatWasChangedIsFound() throws Exception {
        chain();
        List<String> shown = new ArrayList<>(lines);
        shown.set(6, shown.get(6).replace("\"actor\":\"alice\"", "\"actor\":\"bob\""));
        CommandRun run = CommandRun.of("audit", "verify", "--file", file(shown).toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("record 7: its fields are not what was recorded: /actor");
        Path cut = file(lines.subList(0, 50));
        assertThat(CommandRun.of("audit", "verify", "--file", cut.toString()).code()).isZero();
        CommandRun missed = CommandRun.of("audit", "verify", "--file", cut.toString(), "--head", head.toString());
        assertThat(missed.code()).isEqualTo(1);
        assertThat(missed.out()).startsWith("record 51: is missing: record 60 is known from elsewhere");
        Path noise = file(List.of(lines.getFirst(), "not json"));
        assertThat(CommandRun.of("audit", "verify", "--file", noise.toString()).out())
                .startsWith("record 2: is no line of an export");
    }

    @Test
    void namesThatMoveTheCursorAreShownAsText() {
        append("alice\u001b[2J\u202e", "two\nlines");
        control.on("GET /v1/audit?from=0&limit=20", 200, page(lines, 0));
        CommandRun run = control.run("audit", "list");
        assertThat(run.outLines()).hasSize(2);
        assertThat(run.outLines().getFirst()).startsWith("SEQ  AT");
        assertThat(run.outLines().getLast()).contains("alice\\u001b[2J\\u202e", "two\\u000alines",
                "services/orders and 1 other", "192.0.2.7", "done").doesNotContain("\u001b", "\u202e");
        assertThat(control.run("audit", "list", "-o", "wide").out()).contains("services/orders,routes/orders",
                head.hash());
        assertThat(control.run("audit", "list", "-o", "json").out()).contains("alice\\u001b[2J");
    }

    @Test
    void whatWasRefusedIsListedToo() {
        control.on("GET /v1/audit/refused", 200,
                "{\"records\":[{\"sequence\":3,\"at\":\"2026-11-21T07:00:00Z\",\"actor\":"
                        + "\"mallory\",\"action\":\"delete\",\"result\":\"422: min_active\"}]}");
        assertThat(control.run("audit", "list", "--refused").out()).contains("mallory", "422: min_active");
        control.on("GET /v1/audit?from=7&limit=5", 200, page(List.of(), 0));
        assertThat(control.run("audit", "list", "--from", "7", "-n", "5").out()).isEqualTo("no records\n");
    }

    /** Whoever cuts the chain and its head together is found by what another IDC was told. */
    @Test
    void whatAnotherIdcWasToldFindsACutEnd() {
        chain();
        AuditHead cutHead = head;
        List<String> cut = List.copyOf(lines);
        append("mallory", "what nobody shall see");
        AuditHead known = head;
        head = cutHead;
        serve(cut);
        control.on("GET /v1/audit/heads", 200, "{\"idc\":\"idc-a\",\"heads\":[],\"faults\":{}}");
        assertThat(control.run("audit", "verify").code()).as("by itself it fits").isZero();
        try (ScriptedControl witness = new ScriptedControl()) {
            witness.on("GET /v1/audit/heads", 200, """
                    {"idc":"idc-b","faults":{"idc-a":"it told of less"},"heads":[
                     {"idc":"idc-a","epoch":1,"sequence":%d,"hash":"%s","atUnixMillis":0,"current":true},
                     {"idc":"idc-c","epoch":1,"sequence":99,"hash":"%s","atUnixMillis":0,"current":true}]}"""
                    .formatted(known.sequence(), known.hash(), known.hash()));
            CommandRun run = control.run("audit", "verify", "--witness", witness.address());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).startsWith("record 61: is missing: record 61 is known from elsewhere");
            assertThat(run.err()).contains("idc-b was told what does not go on: it told of less",
                    "idc-b knows 1 head of idc-a");
        }
    }

    @Test
    void wrongUsageIsSaid() {
        for (String line : List.of("list -n 0", "list -n 1001", "list --from -1", "verify --head 5",
                "verify --head x:y", "verify --witness nowhere:x --idc idc-a",
                "verify --file " + folder.resolve("absent"))) {
            CommandRun run = control.run(("audit " + line).split(" "));
            assertThat(run.code()).as(line).isEqualTo(2);
            assertThat(run.err()).as(line).isNotBlank();
        }
    }

    /** Else a control plane that always names the same page would keep the command for ever. */
    @Test
    void aControlPlaneThatLeadsInACircleIsLeft() {
        append("alice", "");
        control.on("GET /v1/audit?from=1&limit=25", 200, page(lines, 1));
        CommandRun run = control.run("audit", "verify");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("names record 1 as next after 1");
    }
}
