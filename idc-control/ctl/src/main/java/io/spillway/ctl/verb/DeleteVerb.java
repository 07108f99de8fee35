package io.spillway.ctl.verb;

import java.util.List;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.model.resource.Kind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes one resource. */
@Command(name = "delete", description = "Deletes one resource, unless another needs it. A shift is cleared instead.")
final class DeleteVerb extends ServerVerb {

    @Parameters(index = "0", paramLabel = "KIND", completionCandidates = KindWord.class, description = "As in services.")
    String kindWord = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
    String name = "";

    @Option(names = "--revision", paramLabel = "R", order = 1, description = "Only if this is still its revision.")
    @Nullable
    Long revision;

    @Option(names = "--dry-run", order = 2, description = "Has everything checked, deletes nothing.")
    boolean dryRun;

    DeleteVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        Kind kind = KindWord.kind(kindWord);
        Request request = Request.write("DELETE", KindWord.target(kind, name) + (dryRun ? "?dryRun" : ""), null);
        Answer answer = write(revision == null ? request : request.with("If-Match", "\"" + revision + "\""));
        JsonView done = Failures.done(answer, "spillway get " + kind.plural() + " " + name);
        if (forPeople()) {
            List<String> left = Written.lines(done, dryRun); // a shift stays, cleared
            left.forEach(this::print);
            if (left.isEmpty()) {
                print(kind.plural() + "/" + name + " deleted" + (dryRun
                        ? " (dry run: nothing is written)"
                        : " (revision " + done.number("revision", 0) + ")"));
            }
        } else {
            print(done.tree());
        }
        return ExitCode.DONE;
    }
}
