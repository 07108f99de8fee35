package io.spillway.ctl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.spillway.wire.audit.AuditEntry;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditLines;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.AuditRecord;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Who;
import io.spillway.wire.document.JsonText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** audit prune exports and verifies first, and asks for nothing that it does not hold; audit verify joins the file to the chain. */
@Tag("slow")
class AuditPruneVerbTest {

    private static final int PAGE = 25;
    private static final Instant OLD = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-11-21T00:00:00Z");

    @TempDir
    Path folder;
    private ScriptedControl control = new ScriptedControl();
    private final List<String> lines = new ArrayList<>();
    private AuditHead head = AuditHead.NONE;
    private AuditHead pruned = AuditHead.NONE;
    private Path file;

    @BeforeEach
    void begin() {
        file = folder.resolve("audit-2025.jsonl");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private void append(Instant at, Deed deed) {
        AuditEntry entry = AuditEntry.after(head, new AuditRecord(head.sequence() + 1, at, "control-1",
                head.sequence() == 0 ? 0 : 99 + head.sequence(), deed));
        head = new AuditHead(entry.place(), entry.hash());
        lines.add(JsonText.write(
                AuditLines.write(AuditEntry.decode(entry.place(), entry.encode(), 99 + entry.place()))));
    }

    private void append(Instant at, int records) {
        for (int i = 0; i < records; i++) {
            append(at, Deed.of(new Who("alice", "", ""), "apply", List.of(), "maintenance", "done"));
        }
    }

    /** What the control plane does when it believes the verb. */
    private void prune(AuditHead through, String digest) {
        append(NEW, Deed.of(new Who("ann", "admin", ""), "prune", List.of(), "", "done")
                .with(new AuditPruning(through, digest, NEW)));
        pruned = through;
        serve();
    }

    private void serve() {
        control.close();
        control = new ScriptedControl();
        int begin = (int) pruned.sequence();
        for (int from = begin; from < lines.size(); from += PAGE) {
            int to = Math.min(from + PAGE, lines.size());
            control.on("GET /v1/audit?from=" + (from == begin ? 1 : from + 1) + "&limit=" + PAGE, 200,
                    "{\"head\":" + json(head) + ",\"pruned\":" + json(pruned) + ",\"records\":["
                            + String.join(",", lines.subList(from, to)) + "],\"next\":"
                            + (to < lines.size() ? to + 1 : 0) + "}");
        }
    }

    private static String json(AuditHead head) {
        return "{\"sequence\":" + head.sequence() + ",\"hash\":\"" + head.hash() + "\"}";
    }

    private CommandRun prune(String... more) {
        List<String> words = new ArrayList<>(
                List.of("audit", "prune", "--before", "2025-10-01", "--export", file.toString()));
        words.addAll(List.of(more));
        return control.run(words.toArray(String[]::new));
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(
                java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private AuditHead at(int sequence) {
        String line = lines.get(sequence - 1);
        int hash = line.indexOf("\"hash\":\"") + 8;
        return new AuditHead(sequence, line.substring(hash, hash + 64));
    }

    @Test
    void wholeSegmentsThatAreOldAreExportedVerifiedAndThenPruned() throws Exception {
        append(OLD, 230);
        append(NEW, 5);
        serve();
        control.on("POST /v1/audit/prune", 200,
                "{\"sequence\":199,\"hash\":\"" + at(199).hash() + "\",\"records\":199}");
        CommandRun run = prune("--reason", "a year is over");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readAllLines(file)).isEqualTo(lines.subList(0, 199));
        assertThat(control.lastAsked().body()).isEqualTo("{\"sequence\":199,\"hash\":\"" + at(199).hash()
                + "\",\"digest\":\"" + sha256(file)
                + "\",\"before\":\"2025-10-01T00:00:00Z\",\"reason\":\"a year is over\"}");
        assertThat(run.err()).contains("199 records exported to " + file + " and verified; head " + at(199));
        assertThat(run.out()).isEqualTo("199 records pruned, up to " + at(199) + "; keep " + file + " (SHA-256 "
                + sha256(file) + ")\n");
        assertThat(folder).isDirectoryContaining(each -> each.equals(file)).isDirectoryNotContaining("glob:**.part");
    }

    /** Another person must approve: the same call again is the same file. */
    @Test
    void repeatedItGoesOnWithTheSameFileAndNeverOverwritesAnother() throws Exception {
        append(OLD, 130);
        append(NEW, 5);
        serve();
        control.on("POST /v1/audit/prune", 422, "{\"title\":\"guarded\",\"status\":422,\"guard\":\"two_persons\","
                + "\"figures\":{\"approval\":\"5eed\"}}");
        CommandRun asked = prune();
        assertThat(asked.code()).isEqualTo(5);
        assertThat(asked.err()).contains("approval: 5eed");
        String body = control.lastAsked().body();
        assertThat(prune("--approval", "5eed").code()).isEqualTo(5);
        assertThat(control.lastAsked().body()).isEqualTo(body);
        assertThat(control.lastAsked().header("x-spillway-approval")).isEqualTo("5eed");
        Files.writeString(file, "mine\n");
        int before = control.asked().size();
        CommandRun other = prune();
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("is there and differs from octet 0");
        assertThat(control.asked().stream().skip(before)).noneMatch(each -> each.line().startsWith("POST"));
        assertThat(Files.readString(file)).isEqualTo("mine\n");
    }

    @Test
    void whatDoesNotFitOrIsYoungIsNotPruned() {
        append(OLD, 98);
        append(NEW, 100);
        serve();
        CommandRun young = prune();
        assertThat(young.code()).isZero();
        assertThat(young.out())
                .isEqualTo("no whole segment of records is before 2025-10-01T00:00:00Z: nothing is pruned\n");
        assertThat(file).doesNotExist();
        lines.clear();
        head = AuditHead.NONE;
        append(OLD, 150);
        append(NEW, 1);
        lines.remove(40);
        serve();
        CommandRun broken = prune();
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.err()).contains("nothing is pruned: record 41: is missing: record 42 comes next");
        assertThat(control.asked()).noneMatch(each -> each.line().startsWith("POST"));
    }

    @Test
    void verifyProvesWhatIsLeftAndJoinsTheExport() throws Exception {
        append(OLD, 230);
        append(NEW, 5);
        Path export = Files.write(file, lines.subList(0, 199));
        AuditHead known = at(40);
        prune(at(199), sha256(export));
        CommandRun left = control.run("audit", "verify");
        assertThat(left.code()).as(left.out()).isZero();
        assertThat(left.out()).isEqualTo("37 records fit, those up to 199 were pruned; head " + head + "\n");
        CommandRun joined = control.run("audit", "verify", "--export", export.toString(), "--head", known.toString());
        assertThat(joined.code()).as(joined.out()).isZero();
        assertThat(joined.out()).isEqualTo("236 records fit; head " + head + "\n");
        CommandRun alone = control.run("audit", "verify", "--head", known.toString(), "--head", head.toString());
        assertThat(alone.code()).isZero();
        assertThat(alone.err()).contains("1 known head of pruned records: only --export shows");
        CommandRun unheld = control.run("audit", "verify", "--head", known.toString());
        assertThat(unheld.code()).as("nothing holds what is left").isEqualTo(1);
        assertThat(unheld.out()).startsWith("record 40: is pruned, and it is the newest that is known");
    }

    @Test
    void anExportThatIsNotTheOneIsNamed() throws Exception {
        append(OLD, 230);
        append(NEW, 5);
        Path export = Files.write(file, lines.subList(0, 199));
        prune(at(199), "ab".repeat(32));
        CommandRun other = control.run("audit", "verify", "--export", export.toString());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out())
                .startsWith("record 236: says that the file of what was pruned up to 199 has SHA-256 abab");
        CommandRun cut = control.run("audit", "verify", "--export",
                Files.write(folder.resolve("cut"), lines.subList(0, 150)).toString());
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.out()).startsWith("record 151: is in no export: they end with record 150");
        List<String> edited = new ArrayList<>(lines.subList(0, 199));
        edited.set(6, edited.get(6).replace("\"actor\":\"alice\"", "\"actor\":\"bob\""));
        assertThat(control.run("audit", "verify", "--export",
                Files.write(folder.resolve("edited"), edited).toString()).out())
                .startsWith("record 7: its fields are not what was recorded");
        assertThat(control.run("audit", "verify", "--export", export.toString(), "--file", export.toString()).code())
                .isEqualTo(2);
    }

    @Test
    void anExportOfWhatIsLeftSaysWhereItBeginsAndTwoExportsAreOneChain() throws Exception {
        append(OLD, 330);
        Path first = Files.write(file, lines.subList(0, 99));
        prune(at(99), sha256(first));
        CommandRun export = control.run("audit", "export");
        assertThat(export.outLines().getFirst()).isEqualTo("{\"pruned\":" + json(at(99)) + "}");
        Path rest = Files.write(folder.resolve("rest"), export.outLines());
        CommandRun offline = CommandRun.of("audit", "verify", "--file", rest.toString(), "--head", head.toString());
        assertThat(offline.code()).as(offline.out()).isZero();
        List<String> second = new ArrayList<>(List.of("{\"pruned\":" + json(at(99)) + "}"));
        second.addAll(lines.subList(99, 299));
        Path next = Files.write(folder.resolve("second"), second);
        prune(at(299), sha256(next));
        CommandRun joined = control.run("audit", "verify", "--export", first.toString(), "--export", next.toString());
        assertThat(joined.code()).as(joined.out()).isZero();
        assertThat(joined.out()).startsWith("332 records fit");
        assertThat(control.run("audit", "verify", "--export", next.toString()).out())
                .startsWith("233 records fit, those up to 99 were pruned");
    }

    @Test
    void aListThatWouldBeginInWhatIsPrunedSaysSo() {
        control.on("GET /v1/audit?from=7&limit=20", 200,
                "{\"head\":" + json(head) + ",\"pruned\":{\"sequence\":99,\"hash\":\""
                        + head.hash() + "\",\"record\":120},\"records\":[],\"next\":0}");
        assertThat(control.run("audit", "list", "--from", "7").err())
                .contains("records up to 99 were pruned (record 120 says when and by whom)");
    }

    @Test
    void wrongUsageIsSaid() {
        append(OLD, 1);
        serve();
        for (String when : List.of("yesterday", "2025-13-01", "2025-10-01T99:00:00Z")) {
            CommandRun run = control.run("audit", "prune", "--before", when, "--export", file.toString());
            assertThat(run.code()).as(when).isEqualTo(2);
            assertThat(run.err()).contains("--before: " + when);
        }
        assertThat(control.run("audit", "prune", "--before", "2025-10-01").code()).isEqualTo(2);
        assertThat(control.run("audit", "prune", "--before", "2025-10-01", "--export",
                folder.resolve("no").resolve("where").toString()).code()).isEqualTo(2);
    }
}
