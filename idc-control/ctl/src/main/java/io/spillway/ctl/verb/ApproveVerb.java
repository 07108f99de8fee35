package io.spillway.ctl.verb;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Escaped;
import io.spillway.ctl.output.Table;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says yes to what somebody else asks for. */
@Command(name = "approve", description = "Approves what another person asks for and may not do alone. Without ID it shows what waits; with ID "
        + "alone, exactly what that is. Plans of switch-overs are approved by 'switchover approve'.")
final class ApproveVerb extends ServerVerb {

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "What to approve.")
    String id = "";

    @Option(names = "--hash", paramLabel = "HASH", order = 1, description = "Hash of what you have seen: something else is not approved.")
    String hash = "";

    ApproveVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        if (!id.matches("[0-9a-f]{0,40}")) {
            throw new VerbFailed(ExitCode.USAGE, "ID: " + Escaped.text(id) + " (expected: one that 'approve' shows)");
        }
        return hash.isEmpty() ? show(ask(Request.get("/v1/approvals"))) : approve();
    }

    private ExitCode approve() throws VerbFailed {
        if (id.isEmpty()) {
            throw new VerbFailed(ExitCode.USAGE, "--hash without ID (expected: spillway approve ID --hash HASH)");
        }
        JsonView done = Failures.done(write(Request.write("POST", "/v1/approvals/" + id + "/approve",
                JsonText.write(Trees.of(Map.of("hash", hash))))), "spillway approve " + id);
        if (forPeople()) {
            print(id + " approved; it is carried out when it is repeated with --approval " + id + " before "
                    + at(done.number("expiresAtUnixMillis", 0)));
        } else {
            print(done.tree());
        }
        return ExitCode.DONE;
    }

    private ExitCode show(JsonView answer) throws VerbFailed {
        List<JsonView> all = answer.list("approvals");
        if (id.isEmpty()) {
            if (!forPeople()) {
                print(answer.tree());
            } else if (all.isEmpty()) {
                print("nothing waits for approval");
            } else {
                print(table(all));
            }
            return ExitCode.DONE;
        }
        JsonView one = all.stream().filter(each -> each.text("id").equals(id)).findFirst()
                .orElseThrow(() -> new VerbFailed(ExitCode.FAILED,
                        "approvals/" + id + " does not exist (any more): it is used up, or its time is over"));
        if (forPeople()) {
            one.text("text").lines().map(Escaped::text).forEach(this::print);
        } else {
            print(one.tree());
        }
        throw new VerbFailed(ExitCode.USAGE, one.text("approver").isEmpty()
                ? "--hash is missing; to approve exactly this: spillway approve " + id + " --hash " + one.text("hash")
                : Escaped.text(one.text("approver")) + " has approved it already");
    }

    private static Table table(List<JsonView> all) {
        Table table = new Table(List.of("ID", "ASKED BY", "WHAT", "EXPIRES", "APPROVED BY"));
        for (JsonView each : all) {
            table.row(List.of(each.text("id"), Escaped.text(each.text("person")),
                    Escaped.text(each.text("text").lines().findFirst().orElse("")),
                    at(each.number("expiresAtUnixMillis", 0)), Escaped.text(each.text("approver"))));
        }
        return table;
    }

    private static String at(long unixMillis) {
        return Instant.ofEpochMilli(unixMillis / 1000 * 1000).toString();
    }
}
