package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.LineDifference;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.ResourceDocuments;
import io.spillway.wire.document.YamlText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what apply would change. */
@Command(name = "diff", description = "Shows what apply would change. Ends with 1 when there is a difference, with 0 when there is none.")
final class DiffVerb extends ServerVerb {

    @Mixin
    ResourceFiles files = new ResourceFiles();

    DiffVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        List<Map<String, Object>> differences = new ArrayList<>();
        for (ResourceFiles.Found found : files.read(surroundings.input())) {
            JsonView current = current(found.resource());
            List<String> lines = LineDifference.between(current == null ? List.of() : standing(current),
                    comparable(ResourceDocuments.write(found.resource())));
            if (lines.isEmpty()) {
                continue;
            }
            String what = current == null ? "new" : "changed";
            if (forPeople()) {
                print(found.address() + " (" + what + ")");
                lines.forEach(line -> print(paint().difference(line)));
            }
            Map<String, Object> difference = new LinkedHashMap<>();
            difference.put("object", found.address());
            difference.put("change", what);
            difference.put("lines", lines);
            differences.add(difference);
        }
        if (!forPeople()) {
            print(Map.of("differences", differences));
        }
        return differences.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private @Nullable JsonView current(Resource wanted) throws VerbFailed {
        Answer answer = client().send(Request.get("/v1/" + wanted.kind().plural() + "/" + wanted.name()));
        return Failures.isMissing(answer) ? null : Failures.done(answer, "");
    }

    /** Returns the lines of what stands, with defaults as this command writes them. */
    private static List<String> standing(JsonView current) {
        return switch (ResourceDocuments.read(current.tree())) {
            case Decoded.Valid<Resource>(Resource resource) -> comparable(ResourceDocuments.write(resource));
            // A newer control plane may say more than this command knows: compared as it is.
            case Decoded.Invalid<Resource> unknown -> comparable(current.tree());
        };
    }

    /** Returns the lines of what a person writes: without status and revision. */
    private static List<String> comparable(Tree document) {
        if (!(document instanceof Tree.Mapping mapping)) {
            return YamlText.write(document).lines().toList();
        }
        Map<String, Tree> fields = new LinkedHashMap<>(mapping.fields());
        fields.remove("status");
        if (fields.get("metadata") instanceof Tree.Mapping metadata) {
            Map<String, Tree> named = new LinkedHashMap<>(metadata.fields());
            named.remove("revision");
            fields.put("metadata", Tree.mapping(named));
        }
        return YamlText.write(Tree.mapping(fields)).lines().toList();
    }
}
