package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Canary;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.ValueMatch;
import io.spillway.model.resource.ValueMatch.Operator;
import org.jspecify.annotations.Nullable;

/** Fields of the conditions of a Route. */
final class MatchFields {

    /** A name of a header, cookie or query parameter. */
    static final ScalarType<String> NAME = ScalarType.text("name without white space", "x",
            text -> text.matches("[!-~]{1,128}") ? text : null);

    private static final ScalarType<String> COOKIE = ScalarType.text("name of a cookie", "x",
            text -> text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}") ? text : null);
    private static final ScalarType<String> METHOD = ScalarType.text("method in upper case, as in GET", "GET",
            text -> text.matches("[A-Z]{1,20}") ? text : null);

    private MatchFields() {}

    static RouteMatch read(Decoder match) {
        return new RouteMatch(match.child("path", MatchFields::readPath, PathMatch.ANY),
                match.optional("method", METHOD), readHeaders(match), readCookies(match),
                match.children("query", query -> readValue(query, query.required("name", NAME), true)));
    }

    static Tree write(RouteMatch match) {
        Tree path = switch (match.path()) {
            case PathMatch.Exact(String exact) -> new Fields().text("exact", exact).tree();
            case PathMatch.Prefix(String prefix) -> new Fields().text("prefix", prefix).tree();
            case PathMatch.Template(String template) -> new Fields().text("template", template).tree();
        };
        return new Fields().put("path", path).text("method", match.method())
                .items("headers", match.headers(), MatchFields::writeValue)
                .items("cookies", match.cookies(), MatchFields::writeValue)
                .items("query", match.query(), MatchFields::writeValue).tree();
    }

    static Canary readCanary(Decoder when) {
        Canary canary = new Canary(readHeaders(when), readCookies(when));
        if (canary.headers().isEmpty() && canary.cookies().isEmpty()) {
            when.violation("at least one of headers, cookies");
        }
        return canary;
    }

    static Tree writeCanary(Canary canary) {
        return new Fields().items("headers", canary.headers(), MatchFields::writeValue)
                .items("cookies", canary.cookies(), MatchFields::writeValue).tree();
    }

    private static List<ValueMatch> readHeaders(Decoder match) {
        return match.children("headers",
                header -> readValue(header, header.required("name", NAME).toLowerCase(Locale.ROOT), false));
    }

    private static List<ValueMatch> readCookies(Decoder match) {
        return match.children("cookies", cookie -> readValue(cookie, cookie.required("name", COOKIE), false));
    }

    private static PathMatch readPath(Decoder path) {
        String exact = path.optional("exact", PathFields.PATH);
        String prefix = path.optional("prefix", PathFields.PATH);
        String template = path.optional("template", PathFields.TEMPLATE);
        List<PathMatch> given = new ArrayList<>();
        if (exact != null) {
            given.add(new PathMatch.Exact(exact));
        }
        if (prefix != null) {
            given.add(new PathMatch.Prefix(prefix));
        }
        if (template != null) {
            given.add(new PathMatch.Template(template));
        }
        if (given.size() != 1) {
            path.violation("one of exact, prefix, template");
            return PathMatch.ANY;
        }
        return given.getFirst();
    }

    private static ValueMatch readValue(Decoder value, String name, boolean query) {
        List<ValueMatch> given = new ArrayList<>();
        boolean invert = value.optional("invert", ScalarType.BOOL, false);
        text(value, "exact", Operator.EXACT, name, invert, given);
        text(value, "prefix", Operator.PREFIX, name, invert, given);
        text(value, "suffix", Operator.SUFFIX, name, invert, given);
        text(value, "contains", Operator.CONTAINS, name, invert, given);
        if (value.optional("present", ScalarType.BOOL, false)) {
            given.add(new ValueMatch(name, Operator.PRESENT, "", invert));
        }
        if (value.optional("absent", ScalarType.BOOL, false)) {
            given.add(new ValueMatch(name, Operator.PRESENT, "", !invert));
        }
        if (given.size() != 1) {
            value.violation("one of exact, prefix, suffix, contains, present: true, absent: true");
            return new ValueMatch(name, Operator.PRESENT, "");
        }
        if (query && invert) {
            value.violation("invert", "nothing: xDS has no inverted condition on a query parameter");
        }
        return given.getFirst();
    }

    private static void text(Decoder value, String key, Operator operator, String name, boolean invert,
            List<ValueMatch> given) {
        String text = value.optional(key, operator == Operator.EXACT ? ScalarType.TEXT : SOME);
        if (text != null) {
            given.add(new ValueMatch(name, operator, text, invert));
        }
    }

    private static final ScalarType<String> SOME = ScalarType.text("text that is not empty", "x",
            text -> text.isEmpty() ? null : text);

    private static Tree writeValue(ValueMatch match) {
        Fields fields = new Fields().text("name", match.name());
        @Nullable
        String key = switch (match.operator()) {
            case EXACT -> "exact";
            case PREFIX -> "prefix";
            case SUFFIX -> "suffix";
            case CONTAINS -> "contains";
            case PRESENT -> null;
        };
        if (key == null) {
            return fields.bool(match.invert() ? "absent" : "present", true).tree();
        }
        fields.text(key, match.value());
        return (match.invert() ? fields.bool("invert", true) : fields).tree();
    }
}
