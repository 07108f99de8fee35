package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.PathChange;
import org.jspecify.annotations.Nullable;

/** Paths, templates of paths, and what becomes of paths. */
final class PathFields {

    /** A path without a query. */
    static final ScalarType<String> PATH = ScalarType.text("path that begins with /", "/", PathFields::path);

    /** A template that paths are compared with. */
    static final ScalarType<String> TEMPLATE = ScalarType.text(
            "path of segments that are text, {name} or, at the end, ** or {name=**}", "/", PathFields::template);

    private static final ScalarType<String> MADE = ScalarType.text("path of text and {name}", "/", PathFields::made);

    private PathFields() {}

    /** Reads the keys prefix, path and, if it is asked for, template, of which at most one may be there. */
    static @Nullable PathChange read(Decoder change, boolean templates) {
        String prefix = change.optional("prefix", PATH);
        String path = change.optional("path", PATH);
        String template = templates ? change.optional("template", MADE) : null;
        List<PathChange> given = new ArrayList<>();
        if (prefix != null) {
            given.add(new PathChange.Prefix(prefix));
        }
        if (path != null) {
            given.add(new PathChange.Full(path));
        }
        if (template != null) {
            given.add(new PathChange.Template(template));
        }
        if (given.size() > 1) {
            change.violation(templates ? "at most one of prefix, path, template" : "at most one of prefix, path");
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    static Fields write(@Nullable PathChange change) {
        Fields fields = new Fields();
        return switch (change) {
            case null -> fields;
            case PathChange.Prefix(String prefix) -> fields.text("prefix", prefix);
            case PathChange.Full(String path) -> fields.text("path", path);
            case PathChange.Template(String template) -> fields.text("template", template);
        };
    }

    private static @Nullable String path(String text) {
        boolean right = text.startsWith("/") && text.length() <= 1024
                && text.chars().noneMatch(c -> c <= ' ' || c >= 0x7f || c == '?' || c == '#');
        return right ? text : null;
    }

    private static @Nullable String template(String text) {
        if (path(text) == null) {
            return null;
        }
        String[] segments = text.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean variable = segment.matches("\\{[A-Za-z0-9_-]+}");
            boolean rest = i == segments.length - 1 && segment.matches("\\*\\*|\\{[A-Za-z0-9_-]+=\\*\\*}");
            boolean literal = segment.indexOf('{') < 0 && segment.indexOf('}') < 0 && segment.indexOf('*') < 0;
            if (!variable && !rest && !literal) {
                return null;
            }
        }
        return text;
    }

    private static @Nullable String made(String text) {
        String literal = text.replaceAll("\\{[A-Za-z0-9_-]+}", "");
        boolean right = literal.indexOf('{') < 0 && literal.indexOf('}') < 0 && literal.indexOf('*') < 0;
        return path(text) == null || !right ? null : text;
    }
}
