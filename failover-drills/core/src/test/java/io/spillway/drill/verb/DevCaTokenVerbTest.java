package io.spillway.drill.verb;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** The token is shown once, and the line for the file has its hash and nothing more of it. */
class DevCaTokenVerbTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new DevCaTokenVerb()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void theHashIsThatOfTheToken() throws Exception {
        assertThat(run("--name", "alice-laptop", "--role", "operator")).isZero();
        Matcher shown = Pattern.compile("""
                token   (spillway_\\S{43})  \\(shown this once; keep it in a file for --token-file\\)
                config  access: \\{tokens: \\[\\{name: alice-laptop, sha256: (\\S{64}), roles: \\[\\{role: operator}]}]}
                """).matcher(out.toString());
        assertThat(shown.matches()).as(out.toString()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown.group(1).getBytes(StandardCharsets.US_ASCII));
        assertThat(shown.group(2)).isEqualTo(HexFormat.of().formatHex(hash));
    }

    @Test
    void asJsonItHasTheSame() {
        assertThat(run("--name", "ci", "-o", "JSON")).isZero();
        assertThat(out.toString()).containsPattern("\"token\": *\"spillway_").contains("roles: [{role: viewer}]");
    }

    @Test
    void wrongNamesAndRolesAreNamed() {
        assertThat(run("--name", "A b")).isEqualTo(2);
        assertThat(run("--name", "a", "--role", "breakglass")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("--name: \"A b\" (expected: name of a-z",
                "--role: \"breakglass\" (expected:",
                "Missing required option: '--name=NAME'");
        assertThat(out.toString()).isEmpty();
    }
}
