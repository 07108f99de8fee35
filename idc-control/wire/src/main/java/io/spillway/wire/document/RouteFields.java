package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.Redirect;
import io.spillway.model.resource.Rewrite;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ValueMatch;
import io.spillway.model.resource.WeightedGroup;
import org.jspecify.annotations.Nullable;

/** Fields of Route. */
final class RouteFields {

    private static final ScalarType<String> PATH = ScalarType.text("path that begins with /", "/",
            RouteFields::path);
    private static final ScalarType<String> TEMPLATE = ScalarType.text(
            "path of segments that are text, {name} or, at the end, **", "/", RouteFields::template);
    private static final ScalarType<String> METHOD = ScalarType.text("method in upper case, as in GET", "GET",
            text -> text.matches("[A-Z]{1,20}") ? text : null);
    private static final ScalarType<String> NAME = ScalarType.text("name without white space", "x",
            text -> text.matches("[!-~]{1,128}") ? text : null);
    private static final ScalarType<String> SCHEME = ScalarType.text("http or https", "http",
            text -> text.equals("http") || text.equals("https") ? text : null);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private RouteFields() {}

    static RouteSpec read(Decoder spec) {
        List<String> hosts = spec.list("hosts", Addresses.AUTHORITY);
        if (hosts.isEmpty()) {
            spec.violation("hosts", "list of at least one host");
        }
        List<RouteMatch> matches = spec.children("matches", RouteFields::readMatch);
        List<WeightedGroup> groups = spec.children("groups", group -> new WeightedGroup(
                group.required("service", Names.TYPE), group.optional("group", Names.TYPE, GroupSpec.DEFAULT),
                group.optional("weight", ServiceFields.WEIGHT, 100)));
        var timeout = spec.optional("timeout", ScalarType.DURATION);
        Rewrite rewrite = spec.optionalChild("rewrite", RouteFields::readRewrite);
        Redirect redirect = spec.optionalChild("redirect", RouteFields::readRedirect);
        if (redirect == null && groups.isEmpty()) {
            spec.violation("groups", "at least one group, or a redirect");
        } else if (redirect != null && !groups.isEmpty()) {
            spec.violation("redirect", "either groups or a redirect");
        } else if (redirect == null && spec.clean() && groups.stream().allMatch(group -> group.weight() == 0)) {
            spec.violation("groups", "sum of weights 0", "at least one group with a weight above 0");
        }
        return new RouteSpec(hosts, matches.isEmpty() ? List.of(RouteMatch.ANY) : matches, groups, timeout, rewrite,
                redirect, spec.optionalChild("admission", AdmissionFields::read));
    }

    static Tree write(RouteSpec spec) {
        Fields fields = new Fields().texts("hosts", spec.hosts())
                .items("matches", spec.matches(), RouteFields::writeMatch)
                .items("groups", spec.groups(), group -> new Fields().text("service", group.service())
                        .text("group", group.group()).number("weight", group.weight()).tree())
                .duration("timeout", spec.timeout());
        if (spec.rewrite() instanceof Rewrite(String prefix, String host)) {
            fields.put("rewrite", new Fields().text("prefix", prefix).text("host", host).tree());
        }
        if (spec.redirect() instanceof Redirect(String scheme, String host, String path, int status)) {
            fields.put("redirect", new Fields().text("scheme", scheme).text("host", host).text("path", path)
                    .number("status", status).tree());
        }
        Admission admission = spec.admission();
        if (admission != null) {
            fields.put("admission", AdmissionFields.write(admission));
        }
        return fields.tree();
    }

    private static RouteMatch readMatch(Decoder match) {
        return new RouteMatch(match.child("path", RouteFields::readPath, PathMatch.ANY),
                match.optional("method", METHOD), readValues(match, "headers", true),
                readValues(match, "query", false));
    }

    private static PathMatch readPath(Decoder path) {
        String exact = path.optional("exact", PATH);
        String prefix = path.optional("prefix", PATH);
        String template = path.optional("template", TEMPLATE);
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

    private static List<ValueMatch> readValues(Decoder match, String key, boolean lowerCase) {
        return match.children(key, value -> {
            String name = value.required("name", NAME);
            String exact = value.optional("exact", ScalarType.TEXT);
            String prefix = value.optional("prefix", ScalarType.TEXT);
            boolean present = value.optional("present", ScalarType.BOOL, false);
            if ((exact == null ? 0 : 1) + (prefix == null ? 0 : 1) + (present ? 1 : 0) != 1) {
                value.violation("one of exact, prefix, present: true");
            }
            String as = lowerCase ? name.toLowerCase(Locale.ROOT) : name;
            if (exact != null) {
                return new ValueMatch(as, ValueMatch.Operator.EXACT, exact);
            }
            return prefix != null
                    ? new ValueMatch(as, ValueMatch.Operator.PREFIX, prefix)
                    : new ValueMatch(as, ValueMatch.Operator.PRESENT, "");
        });
    }

    private static Rewrite readRewrite(Decoder rewrite) {
        Rewrite read = new Rewrite(rewrite.optional("prefix", PATH), rewrite.optional("host", Addresses.AUTHORITY));
        if (read.prefix() == null && read.host() == null) {
            rewrite.violation("at least one of prefix, host");
        }
        return read;
    }

    private static Redirect readRedirect(Decoder redirect) {
        int status = redirect.optional("status", ScalarType.integer(301, 308), 302);
        if (!REDIRECTS.contains(status)) {
            redirect.violation("status", "301, 302, 303, 307 or 308");
        }
        return new Redirect(redirect.optional("scheme", SCHEME), redirect.optional("host", ScalarType.SOME_TEXT),
                redirect.optional("path", PATH), status);
    }

    private static Tree writeMatch(RouteMatch match) {
        Tree path = switch (match.path()) {
            case PathMatch.Exact(String exact) -> new Fields().text("exact", exact).tree();
            case PathMatch.Prefix(String prefix) -> new Fields().text("prefix", prefix).tree();
            case PathMatch.Template(String template) -> new Fields().text("template", template).tree();
        };
        return new Fields().put("path", path).text("method", match.method())
                .items("headers", match.headers(), RouteFields::writeValue)
                .items("query", match.query(), RouteFields::writeValue).tree();
    }

    private static Tree writeValue(ValueMatch match) {
        Fields fields = new Fields().text("name", match.name());
        return switch (match.operator()) {
            case EXACT -> fields.text("exact", match.value()).tree();
            case PREFIX -> fields.text("prefix", match.value()).tree();
            case PRESENT -> fields.bool("present", true).tree();
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
            boolean rest = segment.equals("**") && i == segments.length - 1;
            boolean literal = segment.indexOf('{') < 0 && segment.indexOf('}') < 0 && segment.indexOf('*') < 0;
            if (!variable && !rest && !literal) {
                return null;
            }
        }
        return text;
    }
}
