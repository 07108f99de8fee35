package io.spillway.ctl.verb;

import java.util.List;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes resources from files: all of them or none. */
@Command(name = "apply", description = "Writes resources from files: all of them or none.")
final class ApplyVerb extends ServerVerb {

    @Mixin
    ResourceFiles files = new ResourceFiles();

    @Option(names = "--dry-run", order = 3, description = "Has everything checked, writes nothing.")
    boolean dryRun;

    ApplyVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        List<ResourceFiles.Found> found = files.read(surroundings.input());
        Request request = Request.write("POST", "/v1/apply" + (dryRun ? "?dryRun" : ""), ResourceFiles.body(found));
        String look = "spillway diff " + String.join(" ", files.files.stream().map(file -> "-f " + file).toList());
        JsonView answer = Failures.done(write(request), look, pointer -> ResourceFiles.place(found, pointer));
        if (forPeople()) {
            Written.lines(answer, dryRun).forEach(this::print);
        } else {
            print(answer.tree());
        }
        return ExitCode.DONE;
    }
}
