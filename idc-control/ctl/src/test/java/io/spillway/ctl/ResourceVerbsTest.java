package io.spillway.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** apply, delete, diff and validate. */
class ResourceVerbsTest {

    private static final String GROUP = """
            apiVersion: spillway.io/v1
            kind: DrGroup
            metadata: {name: core}
            spec: {idcs: [idc-a, idc-b]}
            """;
    private static final String CLUSTER = """
            apiVersion: spillway.io/v1
            kind: Cluster
            metadata: {name: idc-a-primary}
            spec: {idc: idc-a, role: PRIMARY}
            """;
    private static final String GROUP_STANDS = """
            {"apiVersion":"spillway.io/v1","kind":"DrGroup","metadata":{"name":"core","revision":5},
             "spec":{"idcs":["idc-a","idc-b"],"minActive":1}}""";
    private static final String CLUSTER_STANDS = """
            {"apiVersion":"spillway.io/v1","kind":"Cluster","metadata":{"name":"idc-a-primary","revision":9},
             "spec":{"idc":"idc-a","role":"PRIMARY"}}""";

    @TempDir
    private Path folder;
    private final ScriptedControl control = new ScriptedControl();

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void applySendsAllFilesAsOneWriteInThisPersonsName() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GROUP);
        Files.writeString(folder.resolve("b.yml"), CLUSTER);
        Files.writeString(folder.resolve("readme.txt"), "not a resource");
        control.on("POST /v1/apply", 200,
                Recorded.applied(9, true, "\"clusters/idc-a-primary\"", GROUP_STANDS + "," + CLUSTER_STANDS));
        CommandRun run = control.run("apply", "-f", folder.toString());
        assertThat(run.outLines()).containsExactly("drgroups/core unchanged (revision 5)",
                "clusters/idc-a-primary created (revision 9)");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(control.asked()).hasSize(1);
        assertThat(control.lastAsked().body())
                .startsWith("{\"apiVersion\":\"spillway.io/v1\",\"kind\":\"List\",\"items\":["
                        + "{\"apiVersion\":\"spillway.io/v1\",\"kind\":\"DrGroup\"");
        assertThat(control.lastAsked().header("x-spillway-author")).isEqualTo("alice@laptop");
        assertThat(control.lastAsked().header("content-type")).isEqualTo("application/json");
    }

    @Test
    void applyReadsStandardInputAndJson() {
        control.on("POST /v1/apply?dryRun", 200, Recorded.applied(9, true, "", CLUSTER_STANDS));
        CommandRun run = CommandRun.with(Map.of("SPILLWAY_SERVER", control.address()), CLUSTER_STANDS, "apply", "-f",
                "-",
                "--dry-run");
        assertThat(run.out()).isEqualToIgnoringNewLines(
                "clusters/idc-a-primary changed (dry run: nothing is written)\n");
        assertThat(control.lastAsked().body()).contains("\"revision\":9");
    }

    @Test
    void applyPrintsTheAnswerForPrograms() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GROUP);
        control.on("POST /v1/apply", 200, Recorded.applied(9, false, "", GROUP_STANDS));
        assertThat(control.run("apply", "-f", folder.toString(), "-o", "json").out()).contains("\"changed\": false");
        assertThat(control.run("apply", "-f", folder.toString(), "-o", "yaml").out()).startsWith("revision: 9\n");
    }

    @Test
    void nothingIsSentWhenAFileIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), GROUP + "---\n" + CLUSTER.replace("PRIMARY", "MAIN"));
        CommandRun run = control.run("apply", "-f", file.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines()).containsExactly("spillway: invalid: 1 error", "  " + file
                + ":9:20: /1/spec/role: \"MAIN\" (expected: one of PRIMARY, REMOTE)");
        assertThat(control.asked()).isEmpty();
    }

    @Test
    void whatTheControlPlaneFindsIsNamedByItsFile() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GROUP);
        Path b = Files.writeString(folder.resolve("b.yaml"), CLUSTER);
        control.on("POST /v1/apply", 400, """
                {"type":"about:blank","title":"invalid","status":400,"detail":"2 errors","errors":[
                 {"pointer":"/1/spec/idc","value":"\\"idc-a\\"","expected":"an Idc that exists",
                  "message":"/1/spec/idc: \\"idc-a\\" (expected: an Idc that exists)"},
                 {"pointer":"/1","value":"x","expected":"y","message":"/1: x (expected: y)"}]}""");
        CommandRun run = control.run("apply", "-f", folder.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines()).containsExactly("spillway: invalid: 2 errors",
                "  " + b + ": Cluster idc-a-primary: /spec/idc: \"idc-a\" (expected: an Idc that exists)",
                "  " + b + ": Cluster idc-a-primary: x (expected: y)");
    }

    @Test
    void aConflictNamesItsWinner() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GROUP);
        control.on("POST /v1/apply", 409, """
                {"type":"about:blank","title":"conflict","status":409,"detail":"drgroups/core was changed meanwhile",
                 "object":"drgroups/core","winner":"bob@idc-a (revision 7)","currentRevision":7}""");
        CommandRun run = control.run("apply", "-f", folder.toString());
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.errLines()).containsExactly("spillway: conflict: drgroups/core was changed meanwhile",
                "  winner: bob@idc-a (revision 7)", "  current revision: 7");
    }

    @Test
    void deleteSaysWhatAGuardSaw() {
        control.on("DELETE /v1/drgroups/core", 422, """
                {"type":"about:blank","title":"refused by a guard","status":422,"detail":"DrGroup core is in use",
                 "guard":"in-use","figures":{"services":"2"}}""");
        CommandRun run = control.run("delete", "drgroup", "core");
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.errLines()).containsExactly("spillway: refused by a guard: DrGroup core is in use",
                "  guard: in-use", "  services: 2");
    }

    @Test
    void deleteSaysWhatIsGone() {
        control.on("DELETE /v1/routes/r", 200, Recorded.applied(12, true, "", ""));
        CommandRun run = control.run("delete", "Route", "r", "--revision", "11");
        assertThat(run.out()).isEqualToIgnoringNewLines("routes/r deleted (revision 12)\n");
        assertThat(control.lastAsked().header("if-match")).isEqualTo("\"11\"");
        assertThat(control.lastAsked().header("x-spillway-author")).isEqualTo("alice@laptop");
        assertThat(control.run("delete", "routes", "none").code()).isEqualTo(1);
    }

    @Test
    void diffShowsWhatApplyWouldChange() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GROUP.replace("idc-b]", "idc-c]"));
        control.on("GET /v1/drgroups/core", 200, GROUP_STANDS);
        CommandRun run = control.run("diff", "-f", folder.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.outLines()).startsWith("drgroups/core (changed)").contains("-  - idc-b", "+  - idc-c")
                .doesNotContain("-  revision: 5");
    }

    @Test
    void diffKnowsDefaultsAndWhatIsNew() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GROUP);
        control.on("GET /v1/drgroups/core", 200, GROUP_STANDS);
        CommandRun same = control.run("diff", "-f", folder.toString());
        assertThat(same.code()).isZero();
        assertThat(same.out()).isEmpty();
        Files.writeString(folder.resolve("b.yaml"), CLUSTER);
        CommandRun fresh = control.run("diff", "-f", folder.toString(), "-o", "json");
        assertThat(fresh.code()).isEqualTo(1);
        assertThat(fresh.out()).contains("\"object\": \"clusters/idc-a-primary\"", "\"change\": \"new\"");
    }

    @Test
    void validateNeedsNoControlPlaneAndNamesEveryErrorOfEveryFile() throws IOException {
        Path a = Files.writeString(folder.resolve("a.yaml"), GROUP.replace("idcs", "idc"));
        Path b = Files.writeString(folder.resolve("b.yaml"), "a: [");
        CommandRun run = CommandRun.of("validate", "-f", folder.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSize(4).first().isEqualTo("spillway: invalid: 3 errors");
        assertThat(run.err()).contains("  " + a + ":4:", "/spec/idc: unknown key", "/spec/idcs: ", "  " + b + ":");
    }

    @Test
    void validateTakesDrillsAsDocumentsAndFoldersBelow() throws IOException {
        Path below = Files.createDirectory(folder.resolve("below"));
        Path drill = Files.writeString(below.resolve("drill.yaml"), """
                apiVersion: spillway.io/v1
                kind: Drill
                metadata: {name: first}
                spec: {steps: [{sleep: 10s}]}
                """);
        assertThat(CommandRun.of("validate", "-f", folder.toString()).errLines())
                .containsExactly("spillway: no resource in " + folder);
        CommandRun run = CommandRun.of("validate", "-f", folder.toString(), "-R");
        assertThat(run.code()).isZero();
        assertThat(run.outLines()).containsExactly(drill + ": Drill first is valid");
        assertThat(CommandRun.of("validate", "-f", drill.toString(), "-o", "yaml").out()).contains("kind: Drill");
        Files.writeString(below.resolve("again.yaml"), Files.readString(drill));
        assertThat(CommandRun.of("validate", "-Rf", folder.toString()).err()).contains("a second time (first in ");
        Files.writeString(drill, "kind: Drill\n");
        assertThat(CommandRun.of("validate", "-f", drill.toString()).code()).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeReadIsAnErrorOfTheEnvironment() throws IOException {
        CommandRun run = CommandRun.of("validate", "-f", "/no/such.yaml");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualToIgnoringNewLines(
                "spillway: /no/such.yaml cannot be read: no such file: /no/such.yaml\n");
        Path binary = Files.write(folder.resolve("x.yaml"), new byte[]{(byte) 0xff, (byte) 0xfe});
        assertThat(CommandRun.of("validate", "-f", binary.toString()).err()).contains("is not UTF-8 text");
    }
}
