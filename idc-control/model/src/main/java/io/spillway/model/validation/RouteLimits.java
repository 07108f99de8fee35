package io.spillway.model.validation;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.spillway.model.document.Durations;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.PathChange;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.Treatment;
import io.spillway.model.resource.ValueMatch;
import org.jspecify.annotations.Nullable;

/**
 * What a data plane would refuse of a Route, ours or a stock Envoy, and what makes no sense together. It is refused here
 * first: a route configuration is one xDS resource, so one Route in it that is Nacked would keep every other change of
 * routes from being served.
 */
final class RouteLimits {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}=]+)(=\\*\\*)?}");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,15}");
    private static final int MOST_VARIABLES = 5;

    private final RouteSpec route;
    private final Findings findings;

    private RouteLimits(RouteSpec route, Findings findings) {
        this.route = route;
        this.findings = findings;
    }

    static void check(RouteSpec route, Findings findings) {
        RouteLimits limits = new RouteLimits(route, findings);
        for (int i = 0; i < route.matches().size(); i++) {
            limits.match(route.matches().get(i), "/spec/matches/" + i);
        }
        for (int i = 0; i < route.groups().size(); i++) {
            if (route.groups().get(i).subset().containsKey("")) {
                findings.add("/spec/groups/" + i + "/subset", "\"\"", "labels that have a name");
            }
            var when = route.groups().get(i).when();
            if (when != null) {
                limits.headers(when.headers(), "/spec/groups/" + i + "/when");
            }
        }
        limits.redirect();
        limits.times();
        limits.fault();
    }

    /** Returns whether the Route sends requests, or copies of them, to that Service. */
    static boolean names(RouteSpec route, String service) {
        var mirror = route.treatment().mirror();
        return route.groups().stream().anyMatch(group -> group.service().equals(service))
                || (mirror != null && mirror.service().equals(service));
    }

    private void match(RouteMatch match, String pointer) {
        PathChange change = route.rewrite() != null
                ? route.rewrite().path()
                : route.redirect() != null ? route.redirect().path() : null;
        switch (match.path()) {
            case PathMatch.Template(String template) -> template(template, change, pointer + "/path/template");
            case PathMatch.Prefix(String prefix) -> {
                if (prefix.endsWith("//")) {
                    findings.add(pointer + "/path/prefix", "\"" + prefix + "\"", "a prefix that ends in at most one /");
                }
                fromTemplate(change, pointer + "/path/prefix", prefix);
            }
            case PathMatch.Exact(String exact) -> fromTemplate(change, pointer + "/path/exact", exact);
        }
        headers(match.headers(), pointer);
        if ("CONNECT".equals(match.method())) {
            tunnel(match, pointer);
        }
    }

    /** A request for a tunnel has neither a path nor a query. */
    private void tunnel(RouteMatch match, String pointer) {
        if (!match.path().equals(PathMatch.ANY) || !match.query().isEmpty()) {
            findings.add(pointer + "/method", "\"CONNECT\"", "no path and no query beside it: CONNECT has neither");
        }
        if (route.rewrite() != null || route.redirect() != null) {
            findings.add(pointer + "/method", "\"CONNECT\"",
                    "a Route without " + (route.rewrite() != null ? "rewrite" : "redirect")
                            + ": of a tunnel nothing but its service can be chosen");
        }
    }

    private void fromTemplate(@Nullable PathChange change, String pointer, String path) {
        if (change instanceof PathChange.Template) {
            findings.add(pointer, "\"" + path + "\"",
                    "a template, because rewrite.template takes the variables of one");
        }
    }

    private void template(String template, @Nullable PathChange change, String pointer) {
        if (change instanceof PathChange.Prefix) {
            findings.add(pointer, "\"" + template + "\"", "an exact path or a prefix, because "
                    + (route.rewrite() != null ? "rewrite" : "redirect") + ".prefix replaces what was matched");
        }
        Set<String> names = new HashSet<>();
        boolean right = true;
        int count = 0;
        for (Matcher found = VARIABLE.matcher(template); found.find(); count++) {
            right &= VARIABLE_NAME.matcher(found.group(1)).matches() && names.add(found.group(1));
        }
        if (!right || count > MOST_VARIABLES) {
            findings.add(pointer, "\"" + template + "\"", "at most " + MOST_VARIABLES
                    + " variables, each named once, by a letter and up to 15 letters, digits or _");
        }
        if (change instanceof PathChange.Template(String made)) {
            for (Matcher used = VARIABLE.matcher(made); used.find();) {
                if (!names.contains(used.group(1))) {
                    findings.add("/spec/rewrite/template", "\"" + made + "\"",
                            "variables of the template " + template + "; it has no {" + used.group(1) + "}");
                }
            }
        }
    }

    private void headers(List<ValueMatch> headers, String pointer) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().startsWith(":")) {
                findings.add(pointer + "/headers/" + i + "/name", "\"" + headers.get(i).name() + "\"",
                        "the name of a header; for the method use method, for the host hosts");
            }
        }
    }

    /** A redirect is answered by the gateway: nothing is sent on that could be changed, copied, delayed or kept together. */
    private void redirect() {
        if (route.redirect() == null) {
            return;
        }
        Treatment treatment = route.treatment();
        notWithRedirect("rewrite", route.rewrite());
        notWithRedirect("timeout", route.timeout());
        notWithRedirect("attemptTimeout", treatment.attemptTimeout());
        notWithRedirect("sticky", treatment.sticky());
        notWithRedirect("mirror", treatment.mirror());
        notWithRedirect("fault", treatment.fault());
        notWithRedirect("requestHeaders", treatment.requestHeaders().isEmpty() ? null : treatment.requestHeaders());
    }

    private void notWithRedirect(String key, @Nullable Object value) {
        if (value != null) {
            findings.add("/spec/" + key, "given", "nothing, because a redirect is answered by the gateway itself");
        }
    }

    private void times() {
        Duration attempt = route.treatment().attemptTimeout();
        Duration whole = route.timeout();
        if (attempt != null && whole != null && !whole.isZero() && attempt.compareTo(whole) > 0) {
            findings.add("/spec/attemptTimeout", Durations.format(attempt),
                    "at most the timeout of the Route, " + Durations.format(whole));
        }
    }

    private void fault() {
        Fault fault = route.treatment().fault();
        if (fault != null && fault.ttl() != null && fault.ttl().compareTo(Fault.LONGEST) > 0) {
            findings.add("/spec/fault/ttl", Durations.format(fault.ttl()),
                    "at most " + Durations.format(Fault.LONGEST));
        }
        if (fault != null && fault.delay() != null && fault.delay().duration().compareTo(Fault.LONGEST) > 0) {
            findings.add("/spec/fault/delay/duration", Durations.format(fault.delay().duration()),
                    "at most " + Durations.format(Fault.LONGEST));
        }
    }
}
