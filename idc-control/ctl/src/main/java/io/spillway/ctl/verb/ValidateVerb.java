package io.spillway.ctl.verb;

import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks resource files without a control plane. */
@Command(name = "validate", description = "Checks resource files without a control plane: each document by itself, every error at once. "
        + "What depends on other resources is checked by 'apply --dry-run'.")
final class ValidateVerb extends Verb {

    @Mixin
    ResourceFiles files = new ResourceFiles();

    private final Surroundings surroundings;

    ValidateVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    ExitCode run() throws VerbFailed {
        List<ResourceFiles.Found> found = files.read(surroundings.input());
        if (forPeople()) {
            found.forEach(each -> print(each.place() + " is valid"));
        } else {
            print(Map.of("valid", found.stream().map(each -> Map.of("file", each.file(), "kind",
                    each.resource().kind().kindName(), "name", each.resource().name())).toList()));
        }
        return ExitCode.DONE;
    }
}
