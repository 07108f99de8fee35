package io.spillway.ctl.verb;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.ctl.client.JsonView;
import io.spillway.model.resource.Kind;

/** What a control plane did with the resources of a write, one line for each. */
final class Written {

    private Written() {}

    static List<String> lines(JsonView answer, boolean dryRun) {
        Set<String> created = new HashSet<>(answer.texts("created"));
        long revision = answer.number("revision", 0);
        return answer.list("resources").stream().map(resource -> {
            String address = address(resource);
            long own = resource.at("metadata").number("revision", 0);
            String what = created.contains(address)
                    ? "created"
                    : !answer.isTrue("changed") || (!dryRun && own < revision)
                            ? "unchanged"
                            : resource.at("spec").isTrue("cleared") ? "cleared" : "changed";
            return address + " " + what + (dryRun ? " (dry run: nothing is written)" : " (revision " + own + ")");
        }).toList();
    }

    /** Returns kind and name as they stand in addresses. */
    static String address(JsonView resource) {
        Kind kind = Kind.ofKindName(resource.text("kind"));
        return (kind == null ? resource.text("kind") : kind.plural()) + "/" + resource.at("metadata").text("name");
    }
}
