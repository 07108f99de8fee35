package io.spillway.ctl;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.verb.Verbs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class StandardFlagsTest {

    private static final String EMPTY = "{\"revision\":7,\"items\":[]}";

    private final List<Socket> deaf = new ArrayList<>();

    @Test
    void everyVerbHasHelpThatGoesToStandardOutput() {
        for (String verb : Verbs.names()) {
            CommandRun run = CommandRun.of(verb, "--help");
            assertThat(run.code()).as(verb).isZero();
            assertThat(run.out()).as(verb).startsWith("Usage: spillway " + verb);
            assertThat(run.err()).as(verb).isEmpty();
        }
        assertThat(CommandRun.of("shift", "set", "-h").out()).startsWith("Usage: spillway shift set")
                .contains("--exclude");
        assertThat(CommandRun.of("--help").out()).contains(Verbs.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "frobnicate", "get", "get --frobnicate services", "shift", "get services -o xml",
            "status --timeout soon", "status --timeout 0s", "delivery --wait some", "registry accept", "get servces",
            "get services Orders/x", "status --server nowhere", "status --server a:1,b", "status --server a:70000"})
    void wrongUsageEndsWithTwoAndSaysSoOnStandardError(String line) {
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank();
    }

    @Test
    void aMistypedKindIsAnsweredWithTheNearest() {
        assertThat(CommandRun.of("get", "servces").err())
                .contains("KIND: \"servces\" (expected: services? or another of idcs");
    }

    @Test
    void withoutAnyAddressTheDefaultIsTheFirstIdcOfALocalFleet() {
        // The trace names the address before anything is known about who listens there.
        assertThat(CommandRun.of("status", "-v", "--timeout", "1ms").err())
                .contains("GET /v1/status to 127.0.0.1:17000");
    }

    @Test
    void theServerFlagGoesBeforeTheEnvironment() {
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/idcs", 200, EMPTY)) {
            CommandRun run = CommandRun.with(Map.of("SPILLWAY_SERVER", "127.0.0.1:1"), "", "get", "idcs", "--server",
                    control.address());
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void theNextAddressIsAskedWhenOneDoesNotAnswer() throws IOException {
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/idcs", 200, EMPTY)) {
            CommandRun run = CommandRun.of("get", "idcs", "--server", deafPort() + "," + control.address());
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void aQuestionGoesOnWhereANodeIsNotReady() {
        try (ScriptedControl starting = new ScriptedControl().on("GET /v1/idcs", 503, unavailable());
                ScriptedControl ready = new ScriptedControl().on("GET /v1/idcs", 200, EMPTY)) {
            assertThat(CommandRun.of("get", "idcs", "--server", starting.address() + "," + ready.address()).code())
                    .isZero();
        }
    }

    @Test
    void aWriteStaysWhereItWasRefused() {
        try (ScriptedControl first = new ScriptedControl().on("DELETE /v1/routes/r", 503, unavailable());
                ScriptedControl second = new ScriptedControl()) {
            CommandRun run = CommandRun.of("delete", "route", "r", "--server",
                    first.address() + "," + second.address());
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err()).isEqualToIgnoringNewLines(
                    "spillway: unavailable: registry lost since 2026-11-21T07:00:00Z\n");
            assertThat(second.asked()).isEmpty();
        }
    }

    @Test
    void whenNobodyAnswersEveryAddressIsNamed() throws IOException {
        String one = deafPort();
        String two = deafPort();
        CommandRun run = CommandRun.of("status", "--server", one + "," + two);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.errLines()).containsExactly("spillway: no control plane answers",
                "  " + one + ": Connection refused",
                "  " + two + ": Connection refused");
    }

    @ParameterizedTest
    @CsvSource({"400,1", "401,2", "403,2", "404,1", "409,4", "412,4", "422,5", "500,1", "503,3"})
    void everyRefusalHasItsExitCode(int status, int code) {
        String problem = "{\"type\":\"about:blank\",\"title\":\"some title\",\"status\":" + status
                + ",\"detail\":\"why\"}";
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/status", status, problem)) {
            CommandRun run = control.run("status");
            assertThat(run.code()).isEqualTo(code);
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines().getFirst()).isEqualTo("spillway: some title: why");
        }
    }

    @Test
    void whatIsNoControlPlaneIsNotBelieved() {
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/status", 200, "text/html",
                "<html>hello</html>")) {
            CommandRun run = control.run("status");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("is no control plane: it answers 200, \"<html>hello</html>\"");
        }
    }

    @Test
    void theTokenIsReadFromItsFile(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "s3cret\n");
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/idcs", 200, EMPTY)) {
            control.run("get", "idcs", "--token-file", token.toString());
            assertThat(control.lastAsked().header("authorization")).isEqualTo("Bearer s3cret");
        }
        CommandRun missing = CommandRun.of("get", "idcs", "--token-file", folder.resolve("none").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("cannot be read: no such file: ");
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/idcs", 200, EMPTY)) {
            CommandRun.with(Map.of("SPILLWAY_TOKEN_FILE", token.toString(), "SPILLWAY_SERVER", control.address()), "",
                    "get", "idcs");
            assertThat(control.lastAsked().header("authorization")).isEqualTo("Bearer s3cret");
        }
        CommandRun named = CommandRun.with(Map.of("SPILLWAY_TOKEN_FILE", "/nowhere"), "", "get", "idcs");
        assertThat(named.code()).isEqualTo(2);
        assertThat(named.err()).contains("SPILLWAY_TOKEN_FILE: /nowhere cannot be read: no such file");
        Files.writeString(token, "two words");
        assertThat(CommandRun.of("get", "idcs", "--token-file", token.toString()).code()).isEqualTo(2);
    }

    @Test
    void whoMayNotIsToldWhichRoleWouldBeEnough() {
        try (ScriptedControl control = new ScriptedControl()
                .on("GET /v1/status", 403,
                        """
                                {"type":"about:blank","title":"not allowed","status":403,"detail":"GET /v1/status: token/ci has no role",
                                 "caller":"token/ci","role":"viewer","idc":"idc-a","drGroup":null}""")
                .on("GET /v1/load", 401, """
                        {"type":"about:blank","title":"no token","status":401,"detail":"Authorization: missing"}""")) {
            CommandRun known = control.run("status");
            assertThat(known.code()).isEqualTo(2);
            assertThat(known.errLines()).containsExactly("spillway: not allowed: GET /v1/status: token/ci has no role",
                    "  you are: token/ci", "  role that would be enough: viewer", "  in IDC: idc-a");
            CommandRun nobody = control.run("load");
            assertThat(nobody.code()).isEqualTo(2);
            assertThat(nobody.errLines()).containsExactly("spillway: no token: Authorization: missing",
                    "  give the token with --token-file, or a certificate with --cert and --key");
            CommandRun late = control.on("GET /v1/idcs", 401, """
                    {"type":"about:blank","title":"wrong token","status":401,"detail":"Authorization: exp: then"}""")
                    .run("get", "idcs");
            assertThat(late.code()).isEqualTo(2);
            assertThat(late.errLines()).containsExactly("spillway: wrong token: Authorization: exp: then",
                    "  put a token that is good into the file of --token-file; one of an issuer ends by itself");
        }
    }

    @Test
    void theReasonOfBreakGlassGoesWithEveryCall() {
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/idcs", 200, EMPTY)) {
            control.run("get", "idcs", "--break-glass", "idc-b burns");
            assertThat(control.lastAsked().header("x-spillway-reason")).isEqualTo("idc-b burns");
            CommandRun wrong = control.run("get", "idcs", "--break-glass", "two\nlines");
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.err()).contains("--break-glass: \"two\\nlines\" (expected: 1 to 200 characters");
        }
    }

    @Test
    void anAddressThatOnlyAControlPlaneHasSaidIsNotToldTheToken(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "s3cret");
        try (ScriptedControl first = new ScriptedControl(); ScriptedControl second = new ScriptedControl()) {
            String nodes = Recorded.node("control-1", first.address(), true) + ","
                    + Recorded.node("control-2", second.address(), false);
            String after = "GET /v1/delivery?after=77";
            first.on(after, 200, Recorded.deliveryOf("control-1", nodes, Recorded.delivery(78)));
            second.on(after, 200, Recorded.deliveryOf("control-2", "", Recorded.delivery(78)));
            CommandRun.of("delivery", "--revision", "78", "--server", first.address(), "--token-file",
                    token.toString());
            assertThat(second.asked()).isNotEmpty();
            assertThat(second.lastAsked().header("authorization")).isEmpty();
            CommandRun.of("delivery", "--revision", "78", "--server", first.address() + "," + second.address(),
                    "--token-file",
                    token.toString());
            assertThat(second.lastAsked().header("authorization")).isEqualTo("Bearer s3cret");
        }
    }

    @Test
    void certificatesNeedTls() {
        CommandRun run = CommandRun.of("status", "--ca", "ca.pem", "--server", "127.0.0.1:1");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("(expected: https://127.0.0.1:1)");
        assertThat(CommandRun.of("status", "--cert", "c.pem", "--server", "https://127.0.0.1:1").err())
                .contains("only one of them is given");
        assertThat(CommandRun.of("status", "--ca", "/no/ca.pem", "--server", "https://127.0.0.1:1").err())
                .contains("no such file: /no/ca.pem");
    }

    @Test
    void verboseTellsWhatIsAskedOfWhom() {
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/idcs", 200, EMPTY)) {
            assertThat(control.run("get", "idcs", "-v").err()).contains("GET /v1/idcs to " + control.address(),
                    "200 after ");
        }
    }

    @Test
    void nothingIsColouredOffATerminal() {
        try (ScriptedControl control = new ScriptedControl().on("GET /v1/status", 200, Recorded.STATUS)) {
            assertThat(control.run("status").out()).doesNotContain("\u001b");
        }
    }

    @Test
    void theVersionIsMavens() {
        assertThat(CommandRun.of("version").out()).matches("spillway [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
        assertThat(CommandRun.of("version", "-o", "json").out()).contains("\"version\": \"");
    }

    private static String unavailable() {
        return """
                {"type":"about:blank","title":"unavailable","status":503,
                 "detail":"registry lost since 2026-11-21T07:00:00Z","reason":"registry lost","since":"2026-11-21T07:00:00Z"}""";
    }

    /** Returns an address that is taken until the test ends, so that nobody else gets it, and where nobody listens. */
    private String deafPort() throws IOException {
        Socket socket = new Socket();
        deaf.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @AfterEach
    void letGo() throws IOException {
        for (Socket socket : deaf) {
            socket.close();
        }
    }
}
