package io.spillway.control.inspection.rule;

import java.util.Set;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.state.Index;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;

/** Hosts that several services claim. */
final class HostTakenTwice implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("host-taken-twice",
            "Of services that share a listener and a host one answers",
            "Give each service hosts of its own, or use a Route");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.SERVICE)) {
            if (resource.spec() instanceof ServiceSpec service) {
                for (String host : service.hosts()) {
                    Set<String> names = idc.state().names(Index.SERVICES_BY_HOST, host);
                    String first = names.isEmpty() ? resource.name() : names.iterator().next();
                    if (!first.equals(resource.name())) {
                        findings.warning(ADVICE, Findings.path(resource),
                                "host " + host + " is answered by service " + first);
                    }
                }
            }
        }
    }
}
