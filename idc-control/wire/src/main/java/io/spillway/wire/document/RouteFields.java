package io.spillway.wire.document;

import java.util.List;
import java.util.Set;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Redirect;
import io.spillway.model.resource.Rewrite;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.WeightedGroup;

/** Fields of Route. */
final class RouteFields {

    private static final ScalarType<String> SCHEME = ScalarType.text("http or https", "http",
            text -> text.equals("http") || text.equals("https") ? text : null);
    private static final ScalarType<Integer> PORT = ScalarType.integer(1, 65_535);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private RouteFields() {}

    static RouteSpec read(Decoder spec) {
        List<String> hosts = spec.list("hosts", Addresses.AUTHORITY);
        if (hosts.isEmpty()) {
            spec.violation("hosts", "list of at least one host");
        }
        List<RouteMatch> matches = spec.children("matches", MatchFields::read);
        List<WeightedGroup> groups = spec.children("groups", RouteFields::readGroup);
        var timeout = spec.optional("timeout", ScalarType.DURATION);
        Rewrite rewrite = spec.optionalChild("rewrite", RouteFields::readRewrite);
        Redirect redirect = spec.optionalChild("redirect", RouteFields::readRedirect);
        var treatment = TreatmentFields.read(spec);
        if (redirect == null && groups.isEmpty()) {
            spec.violation("groups", "at least one group, or a redirect");
        } else if (redirect != null && !groups.isEmpty()) {
            spec.violation("redirect", "either groups or a redirect");
        } else if (redirect == null && spec.clean() && groups.stream().allMatch(group -> group.weight() == 0)) {
            spec.violation("groups", "sum of weights 0", "at least one group with a weight above 0");
        }
        return new RouteSpec(hosts, matches.isEmpty() ? List.of(RouteMatch.ANY) : matches, groups, timeout, rewrite,
                redirect, spec.optionalChild("admission", AdmissionFields::read), treatment);
    }

    static Tree write(RouteSpec spec) {
        Fields fields = new Fields().texts("hosts", spec.hosts()).items("matches", spec.matches(), MatchFields::write)
                .items("groups", spec.groups(), RouteFields::writeGroup).duration("timeout", spec.timeout());
        if (spec.rewrite() instanceof Rewrite(var path, String host)) {
            fields.put("rewrite", PathFields.write(path).text("host", host).tree());
        }
        if (spec.redirect() != null) {
            fields.put("redirect", writeRedirect(spec.redirect()));
        }
        Admission admission = spec.admission();
        if (admission != null) {
            fields.put("admission", AdmissionFields.write(admission));
        }
        TreatmentFields.write(spec.treatment(), fields);
        return fields.tree();
    }

    private static WeightedGroup readGroup(Decoder group) {
        return new WeightedGroup(group.required("service", Names.TYPE),
                group.optional("group", Names.TYPE, GroupSpec.DEFAULT),
                group.optional("weight", ServiceFields.WEIGHT, 100),
                group.optionalChild("when", MatchFields::readCanary), group.map("subset", ScalarType.TEXT));
    }

    private static Tree writeGroup(WeightedGroup group) {
        Fields fields = new Fields().text("service", group.service()).text("group", group.group()).number("weight",
                group.weight());
        if (!group.subset().isEmpty()) {
            fields.textMap("subset", group.subset());
        }
        return (group.when() == null ? fields : fields.put("when", MatchFields.writeCanary(group.when()))).tree();
    }

    private static Rewrite readRewrite(Decoder rewrite) {
        Rewrite read = new Rewrite(PathFields.read(rewrite, true), rewrite.optional("host", Addresses.HOST));
        if (read.path() == null && read.host() == null) {
            rewrite.violation("at least one of prefix, path, template, host");
        }
        return read;
    }

    private static Redirect readRedirect(Decoder redirect) {
        int status = redirect.optional("status", ScalarType.integer(301, 308), 302);
        if (!REDIRECTS.contains(status)) {
            redirect.violation("status", "301, 302, 303, 307 or 308");
        }
        Redirect read = new Redirect(redirect.optional("scheme", SCHEME), redirect.optional("host", Addresses.HOST),
                redirect.optional("port", PORT), PathFields.read(redirect, false), status,
                redirect.optional("stripQuery", ScalarType.BOOL, false));
        if (read.scheme() == null && read.host() == null && read.port() == null && read.path() == null
                && !read.stripQuery()) {
            redirect.violation("at least one of scheme, host, port, path, prefix, stripQuery: true");
        }
        return read;
    }

    private static Tree writeRedirect(Redirect redirect) {
        Fields fields = new Fields().text("scheme", redirect.scheme()).text("host", redirect.host());
        if (redirect.port() != null) {
            fields.number("port", redirect.port());
        }
        PathFields.write(redirect.path()).tree().fields().forEach(fields::put);
        fields.number("status", redirect.status());
        return (redirect.stripQuery() ? fields.bool("stripQuery", true) : fields).tree();
    }
}
