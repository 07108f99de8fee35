package io.spillway.wire.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys that a reader did not know from what stood there before into what will stand there. A key goes where it was:
 * below the same keys, and in lists at the same place when the list has kept its length.
 */
final class UnknownKeys {

    private UnknownKeys() {}

    static Tree carry(Tree before, Tree after, List<String> pointers) {
        Tree carried = after;
        for (String pointer : pointers) {
            carried = along(before, carried, path(pointer));
        }
        return carried;
    }

    private static Tree along(@Nullable Tree before, Tree after, List<String> path) {
        String step = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        return switch (after) {
            case Tree.Mapping mapping when before instanceof Tree.Mapping was -> inMapping(was, mapping, step, rest);
            case Tree.Sequence sequence when before instanceof Tree.Sequence was
                    && was.items().size() == sequence.items().size() -> {
                List<Tree> items = new ArrayList<>(sequence.items());
                int index = Integer.parseInt(step);
                items.set(index, along(was.items().get(index), items.get(index), rest));
                yield Tree.sequence(items);
            }
            case Tree other -> other;
        };
    }

    private static Tree inMapping(Tree.Mapping before, Tree.Mapping after, String step, List<String> rest) {
        Tree was = before.get(step);
        Tree is = after.get(step);
        if (was == null || (rest.isEmpty() == (is != null))) {
            return after;
        }
        Map<String, Tree> fields = Records.orderedCopy(after);
        fields.put(step, is == null ? was : along(was, is, rest));
        return Tree.mapping(fields);
    }

    private static List<String> path(String pointer) {
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(step -> step.replace("~1", "/").replace("~0", "~")).toList();
    }
}
