package io.spillway.sync.ingest;

import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.sync.ingest.Workloads.WriteAnswer;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;

/** What the control plane's answers mean. Pure. */
final class ApiAnswers {

    private ApiAnswers() {}

    /**
     * An answer.
     *
     * @param status 0 when there was none; then {@code body} says why
     */
    record Given(int status, String body) {

        static Given none(String reason) {
            return new Given(0, reason);
        }
    }

    static WriteAnswer of(Given given) {
        return switch (given.status()) {
            case 0 -> new WriteAnswer.Away(given.body());
            case 200, 201 -> {
                Long revision = revision(given.body());
                yield revision == null
                        ? new WriteAnswer.Away("answered what is no answer of a control plane")
                        : new WriteAnswer.Done(revision);
            }
            case 404, 409, 412 -> new WriteAnswer.Stale(problem(given.status(), given.body()));
            case 400, 413, 422 -> new WriteAnswer.Refused(problem(given.status(), given.body()));
            // Not by this token, not now, not by this node: all of it may be otherwise the next time.
            default -> new WriteAnswer.Away(problem(given.status(), given.body()));
        };
    }

    /** Returns the words of a problem document. */
    static String problem(int status, String body) {
        if (!(JsonText.parse(body) instanceof Decoded.Valid<Tree>(Tree.Mapping problem))) {
            return "answered " + status;
        }
        List<String> words = new ArrayList<>();
        if (problem.get("errors") instanceof Tree.Sequence errors) {
            errors.items().forEach(error -> words.add(text(error, "message")));
        }
        return "answered " + status + ": " + (words.isEmpty() ? text(problem, "detail") : String.join("; ", words));
    }

    /** The revision since when the resource stands; of a deletion, that of the answer. */
    private static @Nullable Long revision(String body) {
        if (!(JsonText.parse(body) instanceof Decoded.Valid<Tree>(Tree.Mapping answer))) {
            return null;
        }
        Tree.Mapping holder = answer;
        if (answer.get("resources") instanceof Tree.Sequence resources && !resources.items().isEmpty()
                && resources.items().getFirst() instanceof Tree.Mapping resource
                && resource.get("metadata") instanceof Tree.Mapping metadata) {
            holder = metadata;
        }
        return holder.get("revision") instanceof Tree.Scalar revision && revision.value() instanceof Long number
                ? number
                : null;
    }

    private static String text(Tree tree, String key) {
        return tree instanceof Tree.Mapping mapping && mapping.get(key) instanceof Tree.Scalar scalar
                ? String.valueOf(scalar.value())
                : "";
    }
}
