package io.spillway.ctl.verb;

import java.util.Map;

import io.spillway.ctl.client.Request;
import io.spillway.model.resource.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says yes to somebody else's plan. */
@Command(name = "approve", description = "Approves the frozen plan of somebody else. Without --plan it shows what there is to approve.")
final class SwitchOverApproveVerb extends SwitchOverAct {

    @Option(names = "--plan", paramLabel = "HASH", order = 1, description = "Hash of the plan that you have seen: another one is not approved.")
    String plan = "";

    SwitchOverApproveVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String word() {
        return "approve";
    }

    @Override
    Map<String, Object> body() {
        return Map.of("plan", plan);
    }

    @Override
    ExitCode run() throws VerbFailed, InterruptedException {
        if (!plan.isEmpty()) {
            return super.run();
        }
        SwitchOverRecord record = new SwitchOverRecord(ask(Request.get(KindWord.target(Kind.SWITCH_OVER, name))));
        if (!record.plan().present()) {
            throw new VerbFailed(ExitCode.FAILED, "switchovers/" + name + " is " + record.stateText()
                    + ": it has no frozen plan (expected: READY)");
        }
        if (forPeople()) {
            print(SwitchOverLines.checks(record.plan().list("checks"), wide()));
            SwitchOverLines.plan(record).forEach(this::print);
        } else {
            print(record.resource().tree());
        }
        throw new VerbFailed(ExitCode.USAGE, "--plan is missing; to approve exactly this: spillway switchover approve "
                + name + " --plan " + record.plan().text("hash"));
    }
}
