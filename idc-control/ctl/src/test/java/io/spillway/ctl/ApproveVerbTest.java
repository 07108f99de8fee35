package io.spillway.ctl;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** approve: what waits is listed, shown as the server froze it, and approved by its hash only. */
@Tag("slow")
class ApproveVerbTest {

    private static final String HASH = "5eed".repeat(16);
    private static final String ONE = """
            {"id":"5eed01","text":"DELETE /v1/services/pay\\nasked for by ann (token/ann)\\nevil \\u001b[2J","hash":"%s",
             "person":"ann","askedAtUnixMillis":0,"approver":"%s","expiresAtUnixMillis":900000,"objects":["services/pay"]}""";

    private final ScriptedControl control = new ScriptedControl();

    @AfterEach
    void stop() {
        control.close();
    }

    private void waits(String approver) {
        control.on("GET /v1/approvals", 200, "{\"approvals\":[" + ONE.formatted(HASH, approver) + "]}");
    }

    @Test
    void whatWaitsIsListed() {
        control.on("GET /v1/approvals", 200, "{\"approvals\":[]}");
        waits("");
        assertThat(control.run("approve").out()).isEqualTo("nothing waits for approval\n");
        assertThat(control.run("approve").out()).contains("5eed01", "ann", "DELETE /v1/services/pay",
                "1970-01-01T00:15:00Z");
        assertThat(control.run("approve", "-o", "json").out()).contains("\"hash\": \"" + HASH + "\"");
    }

    @Test
    void withoutAHashItShowsWhatThereIsToApprove() {
        waits("");
        CommandRun run = control.run("approve", "5eed01");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).startsWith("DELETE /v1/services/pay\nasked for by ann (token/ann)\n")
                .doesNotContain("\u001b");
        assertThat(run.err()).contains("to approve exactly this: spillway approve 5eed01 --hash " + HASH);
        waits("bob");
        assertThat(control.run("approve", "5eed02").code()).isEqualTo(1);
        assertThat(control.run("approve", "5eed01").err()).contains("bob has approved it already");
        assertThat(control.run("approve", "../x").code()).isEqualTo(2);
    }

    @Test
    void aYesIsForAHashAndTheDeedIsRepeatedWithIt() {
        control.on("POST /v1/approvals/5eed01/approve", 200, ONE.formatted(HASH, "bob"));
        control.on("POST /v1/approvals/5eed01/approve", 403,
                "{\"title\":\"same person\",\"status\":403,\"detail\":\"approval 5eed01 is asked for by ann\"}");
        CommandRun run = control.run("approve", "5eed01", "--hash", HASH);
        assertThat(run.out()).isEqualTo("5eed01 approved; it is carried out when it is repeated with --approval 5eed01 "
                + "before 1970-01-01T00:15:00Z\n");
        assertThat(control.run("approve", "5eed01", "--hash", HASH).code()).isEqualTo(2);
        assertThat(control.run("delete", "services", "pay", "--approval", "not one").err())
                .contains("--approval: \"not one\" (expected: the id that the refusal said)");
    }
}
