package io.spillway.wire.document;

import java.util.List;
import java.util.function.Function;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts of one or several YAML documents; JSON is read as the YAML that it is. Strict: a key twice, an alias, an
 * anchor, a tag, more than {@value #DEEPEST} levels or more than {@value #LONGEST} characters are refused. Never throws,
 * whatever the text.
 */
public final class Documents {

    /** Levels of nesting that a document may have. */
    public static final int DEEPEST = 64;

    /** Characters that a text may have. */
    public static final int LONGEST = 3 * 1024 * 1024;

    private Documents() {}

    /** Returns the documents in order, empty ones left out; or the one thing that stopped the reader. */
    public static Decoded<List<Tree>> parse(String text) {
        return new YamlReader(text, null).read();
    }

    /**
     * Like {@link #parse}, with {@code ${NAME}} and {@code ${NAME:default}} in values replaced by what {@code environment}
     * gives for NAME. A plain value is typed after the replacement, a quoted one stays text. A NAME without value and
     * default is a violation.
     */
    public static Decoded<List<Tree>> parse(String text, Function<String, @Nullable String> environment) {
        return new YamlReader(text, new Expansion(environment)).read();
    }

    static <T> Decoded<T> refused(Violation violation) {
        return new Decoded.Invalid<>(List.of(violation));
    }
}
