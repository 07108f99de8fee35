package io.spillway.ctl.verb;

import java.util.Map;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.model.resource.Kind;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Something that is said to a switch-over. Saying it again is no error. */
abstract class SwitchOverAct extends ServerVerb {

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    String name = "";

    @Option(names = "--revision", paramLabel = "R", order = 20, description = "Only if this is still its revision.")
    @Nullable
    Long revision;

    SwitchOverAct(Surroundings surroundings) {
        super(surroundings);
    }

    /** Returns the word of the API for it. */
    abstract String word();

    /** Returns what comes with it. */
    Map<String, Object> body() throws VerbFailed {
        return Map.of();
    }

    /** Goes on when it was heard. */
    ExitCode heard(SwitchOverRecord record, JsonView answer) throws VerbFailed, InterruptedException {
        if (!forPeople()) {
            print(answer.tree());
        } else {
            print(line(record, answer));
            hint(record);
        }
        return ExitCode.DONE;
    }

    @Override
    ExitCode run() throws VerbFailed, InterruptedException {
        String target = KindWord.target(Kind.SWITCH_OVER, name);
        Request request = Request.write("POST", target + "/" + word(), JsonText.write(Trees.of(body())));
        Answer answer = write(revision == null ? request : request.with("If-Match", "\"" + revision + "\""));
        JsonView done = Failures.done(answer, "spillway switchover show " + name);
        return heard(record(done), done);
    }

    /** Tells what one may say next. */
    final void hint(SwitchOverRecord record) {
        String next = SwitchOverLines.next(record);
        if (!next.isEmpty()) {
            say(next);
        }
    }

    /** Returns the record that a write answers with. */
    static SwitchOverRecord record(JsonView answer) throws VerbFailed {
        if (answer.list("resources").isEmpty()) {
            throw new VerbFailed(ExitCode.FAILED, "the control plane does not say what became of it");
        }
        return new SwitchOverRecord(answer.list("resources").getFirst());
    }

    /** Returns what became of it, as in "switchovers/x SHIFTING (revision 12)". */
    static String line(SwitchOverRecord record, JsonView answer) {
        String position = record.position();
        return "switchovers/" + record.name() + " " + record.stateText() + (position.isEmpty() ? "" : " " + position)
                + (answer.isTrue("changed") ? "" : ", unchanged") + " (revision " + record.revision() + ")";
    }
}
