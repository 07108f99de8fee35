package io.spillway.wire.document;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Addresses;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import org.jspecify.annotations.Nullable;

/** Fields of Service. */
final class ServiceFields {

    static final ScalarType<Integer> WEIGHT = ScalarType.integer(0, 10_000);

    private static final ScalarType<String> IDC_OR_ALL = ScalarType.text("name of an IDC, or \"*\"", "*",
            ServiceFields::idcOrAll);

    private ServiceFields() {}

    static ServiceSpec read(Decoder spec) {
        List<String> hosts = spec.list("hosts", Addresses.AUTHORITY);
        if (hosts.isEmpty()) {
            spec.violation("hosts", "list of at least one host");
        }
        if (new HashSet<>(hosts).size() < hosts.size()) {
            spec.violation("hosts", "a host twice", "each host once");
        }
        var selector = spec.map("selector", ScalarType.TEXT);
        List<GroupSpec> groups = spec.has("groups") ? readGroups(spec) : ServiceSpec.DEFAULT_GROUPS;
        ServiceProtocol protocol = spec.optional("protocol", ScalarType.choice(ServiceProtocol.class),
                ServiceProtocol.HTTP1);
        String listener = listener(spec, protocol);
        String drGroup = spec.optional("drGroup", Names.TYPE);
        ServicePolicy policy = spec.child("policy", PolicyFields::read, ServicePolicy.DEFAULTS);
        if (protocol == ServiceProtocol.TCP && policy.sticky() != null) {
            spec.violation("policy", "with sticky", "no sticky with protocol TCP: a connection has no user");
        }
        List<String> exportTo = spec.has("exportTo") ? spec.list("exportTo", IDC_OR_ALL) : ServiceSpec.EXPORT_TO_ALL;
        return new ServiceSpec(hosts, selector, groups, protocol, drGroup, policy, exportTo, listener);
    }

    private static @Nullable String listener(Decoder spec, ServiceProtocol protocol) {
        String named = spec.optional("listener", Names.TYPE);
        if (protocol == ServiceProtocol.TCP) {
            return named == null ? ServiceSpec.DEFAULT_LISTENER : named;
        }
        if (named != null) {
            spec.violation("listener", named, "a listener with protocol TCP only; others come by entrance and local");
        }
        return null;
    }

    private static List<GroupSpec> readGroups(Decoder spec) {
        List<GroupSpec> groups = spec.children("groups",
                group -> new GroupSpec(group.required("name", Names.TYPE), group.optional("weight", WEIGHT, 100)));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < groups.size(); i++) {
            if (!names.add(groups.get(i).name())) {
                spec.violation("groups", "group " + groups.get(i).name() + " twice", "each group once");
            }
        }
        if (spec.clean() && groups.stream().allMatch(group -> group.weight() == 0)) {
            spec.violation("groups", groups.isEmpty() ? "empty list" : "sum of weights 0",
                    "at least one group with a weight above 0");
        }
        return groups;
    }

    static Tree write(ServiceSpec spec) {
        Fields fields = new Fields().texts("hosts", spec.hosts()).textMap("selector", spec.selector())
                .items("groups", spec.groups(),
                        group -> new Fields().text("name", group.name()).number("weight", group.weight()).tree())
                .text("drGroup", spec.drGroup());
        if (spec.protocol() != ServiceProtocol.HTTP1) {
            fields.text("protocol", spec.protocol().name());
        }
        if (!ServiceSpec.DEFAULT_LISTENER.equals(spec.listener())) {
            fields.text("listener", spec.listener());
        }
        if (!spec.policy().equals(ServicePolicy.DEFAULTS)) {
            fields.put("policy", PolicyFields.write(spec.policy()));
        }
        if (!spec.exportTo().equals(ServiceSpec.EXPORT_TO_ALL)) {
            fields.put("exportTo", Tree.sequence(spec.exportTo().stream().map(Tree::text).toList()));
        }
        return fields.tree();
    }

    private static @Nullable String idcOrAll(String text) {
        return text.equals("*") || Names.valid(text) ? text : null;
    }
}
