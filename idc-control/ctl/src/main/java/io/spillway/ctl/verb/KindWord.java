package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import io.spillway.model.document.Nearest;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;

/** Words for kinds on the command line; iterates over those that a shell completes. */
final class KindWord implements Iterable<String> {

    /** Not a kind of resource, but can be listed like one. */
    static final String GATEWAYS = "gateways";

    KindWord() {}

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }

    private static List<String> all() {
        List<String> words = new ArrayList<>(Arrays.stream(Kind.values()).map(Kind::plural).toList());
        words.add(GATEWAYS);
        return words;
    }

    /** Returns the kind that a word means, or ends the verb. */
    static Kind kind(String word) throws VerbFailed {
        Kind kind = Kind.ofWord(word);
        if (kind == null) {
            String nearest = Nearest.of(word, all());
            throw new VerbFailed(ExitCode.USAGE,
                    "KIND: \"" + word + "\" (expected: " + (nearest == null ? "" : nearest + "? or ")
                            + (nearest == null ? "one of " : "another of ") + String.join(", ", all()) + ")");
        }
        return kind;
    }

    /** Returns where the API has a resource, or ends the verb when it cannot be a name. */
    static String target(Kind kind, String name) throws VerbFailed {
        if (!Names.valid(name)) {
            throw new VerbFailed(ExitCode.USAGE, "NAME: \"" + name + "\" (expected: " + Names.TYPE.expected() + ")");
        }
        return "/v1/" + kind.plural() + "/" + name;
    }
}
