package io.spillway.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes a path from the variables of the template that was matched, as Envoy's {@code uri_template} rewriter does.
 *
 * @param matched the template that the route matched; see {@link PathMatch.Template}
 * @param made text with {@code {name}} where the text that a variable stood for goes
 */
public record TemplateRewrite(String matched, String made) implements PathRewrite {
    /**
     * Checks the templates.
     *
     * @throws IllegalArgumentException when {@code made} has a variable that {@code matched} has not, or braces that do not
     *         close
     */
    public TemplateRewrite {
        if (!made.startsWith("/")) {
            throw new IllegalArgumentException("rewrite: " + made + " (expected: something that starts with /)");
        }
        List<String> known = new ArrayList<>();
        for (String segment : matched.substring(1).split("/", -1)) {
            String name = name(segment);
            if (name != null) {
                known.add(name);
            }
        }
        for (int open = made.indexOf('{'); open >= 0; open = made.indexOf('{', open + 1)) {
            int close = made.indexOf('}', open);
            if (close < 0 || !known.contains(made.substring(open + 1, close))) {
                throw new IllegalArgumentException("rewrite: " + made + " (expected: variables of " + matched + ")");
            }
        }
    }

    private static @Nullable String name(String segment) {
        if (segment.length() < 3 || segment.charAt(0) != '{' || !segment.endsWith("}")) {
            return null;
        }
        int pattern = segment.indexOf('=');
        return segment.substring(1, pattern < 0 ? segment.length() - 1 : pattern);
    }

    @Override
    public String apply(String path) {
        int mark = path.indexOf('?');
        String plain = mark < 0 ? path : path.substring(0, mark);
        Map<String, String> values = values(plain);
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int open = made.indexOf('{'); open >= 0; open = made.indexOf('{', at)) {
            int close = made.indexOf('}', open);
            result.append(made, at, open).append(values.getOrDefault(made.substring(open + 1, close), ""));
            at = close + 1;
        }
        result.append(made, at, made.length());
        return mark < 0 ? result.toString() : result.append(path, mark, path.length()).toString();
    }

    /** Walks template and path side by side; the route was chosen because they fit. */
    private Map<String, String> values(String plain) {
        Map<String, String> values = new HashMap<>();
        int at = 1;
        for (String segment : matched.substring(1).split("/", -1)) {
            int slash = plain.indexOf('/', at);
            int end = slash < 0 || segment.endsWith("=**}") ? plain.length() : slash;
            String name = name(segment);
            if (name != null) {
                values.put(name, at <= end ? plain.substring(at, end) : "");
            }
            at = end + 1;
        }
        return values;
    }

    @Override
    public String toString() {
        return "path becomes " + made;
    }
}
