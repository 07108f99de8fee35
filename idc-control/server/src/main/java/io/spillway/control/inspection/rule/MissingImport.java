package io.spillway.control.inspection.rule;

import java.util.List;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;

/** Services whose DrGroup counts on an IDC that does not declare them. */
final class MissingImport implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("drgroup-without-import",
            "There is nothing to fail over to in that IDC",
            "See the link and that IDC: spillway sync status; or take the IDC out of the DrGroup");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        for (Resource resource : idc.state().sorted(Kind.SERVICE)) {
            if (resource.spec() instanceof ServiceSpec service) {
                List<String> missing = idc.state().drOrder(service).stream()
                        .filter(other -> !other.equals(idc.ownIdc()))
                        .filter(other -> idc.state().imported(other, resource.name()) == null).toList();
                if (!missing.isEmpty()) {
                    findings.warning(ADVICE, Findings.path(resource), "drGroup " + service.drGroup()
                            + " counts on " + String.join(", ", missing) + ", where nobody declares it");
                }
            }
        }
    }
}
