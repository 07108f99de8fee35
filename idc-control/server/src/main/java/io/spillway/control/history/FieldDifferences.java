package io.spillway.control.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.spillway.control.service.HistoryReport.FieldChange;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;
import org.jspecify.annotations.Nullable;

/** How two versions of a resource differ, by the top-level fields of what their author writes. Pure. */
final class FieldDifferences {

    private static final int LONGEST = 120;
    private static final List<String> PARTS = List.of("metadata", "spec");
    private static final String REVISION = "metadata.revision";

    private FieldDifferences() {}

    static List<FieldChange> of(Resource before, Resource after) {
        Tree.Mapping old = ResourceDocuments.write(before);
        Tree.Mapping fresh = ResourceDocuments.write(after);
        List<FieldChange> changes = new ArrayList<>();
        for (String part : PARTS) {
            Set<String> names = new LinkedHashSet<>(names(old.get(part)));
            names.addAll(names(fresh.get(part)));
            for (String name : names) {
                String was = text(old.get(part), name);
                String is = text(fresh.get(part), name);
                String field = part + "." + name;
                if (!Objects.equals(was, is) && !field.equals(REVISION)) {
                    changes.add(new FieldChange(field, cut(was), cut(is)));
                }
            }
        }
        return changes;
    }

    private static Set<String> names(@Nullable Tree part) {
        return part instanceof Tree.Mapping mapping ? mapping.fields().keySet() : Set.of();
    }

    private static @Nullable String text(@Nullable Tree part, String name) {
        Tree field = part instanceof Tree.Mapping mapping ? mapping.get(name) : null;
        return field == null ? null : JsonText.write(field).strip();
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
