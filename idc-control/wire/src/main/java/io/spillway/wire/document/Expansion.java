package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.spillway.model.document.Position;
import io.spillway.model.document.Violation;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} and {@code ${NAME:default}} in one pass: what is put in is not looked at again. */
final class Expansion {

    private final Function<String, @Nullable String> environment;
    private final List<Violation> violations = new ArrayList<>();

    Expansion(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    List<Violation> violations() {
        return violations;
    }

    String expand(String text, String pointer, Position position) {
        int open = text.indexOf("${");
        if (open < 0) {
            return text;
        }
        StringBuilder expanded = new StringBuilder();
        int done = 0;
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                violations.add(new Violation(pointer, "\"${\" without \"}\"", "${NAME} or ${NAME:default}", position));
                return text;
            }
            expanded.append(text, done, open).append(value(text.substring(open + 2, close), pointer, position));
            done = close + 1;
            open = text.indexOf("${", done);
        }
        return expanded.append(text, done, text.length()).toString();
    }

    private String value(String inside, String pointer, Position position) {
        int colon = inside.indexOf(':');
        String name = colon < 0 ? inside : inside.substring(0, colon);
        String value = environment.apply(name);
        if (value != null) {
            return value;
        }
        if (colon >= 0) {
            return inside.substring(colon + 1);
        }
        violations.add(new Violation(pointer, "${" + name + "}", "environment variable " + name
                + " to be set, or a default as in ${" + name + ":default}", position));
        return "";
    }
}
