package io.spillway.control.inspection.rule;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Index;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;

/** Services whose selector finds no workload. */
final class SelectorWithoutMatch implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("selector-matches-nothing",
            "A label that is misspelt on either side looks just like this",
            "Compare the selector with the labels of the workloads: spillway get workloads -o yaml");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.SERVICE)) {
            if (resource.spec() instanceof ServiceSpec service && !service.selector().isEmpty()
                    && !matches(idc.state(), service)) {
                findings.warning(ADVICE, Findings.path(resource), "no workload has all labels of its selector: "
                        + service.selector().entrySet().stream().map(label -> label.getKey() + "=" + label.getValue())
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    private static boolean matches(ControlState state, ServiceSpec service) {
        Set<String> common = null;
        for (Map.Entry<String, String> label : service.selector().entrySet()) {
            Set<String> having = state.names(Index.WORKLOADS_BY_LABEL, label.getKey() + "=" + label.getValue());
            if (common == null) {
                common = new HashSet<>(having);
            } else {
                common.retainAll(having);
            }
        }
        return common == null || !common.isEmpty();
    }
}
