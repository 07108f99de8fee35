package io.spillway.control.inspection.rule;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.StatusReport.RegistryView;

/** A registry that does not answer. */
final class RegistryAway implements Rule {

    private static final Findings.Advice ADVICE = new Findings.Advice("registry-away",
            "What is served stays as it is; nothing can be written, and changes of others are not seen",
            "See to the registry: its processes, its disks (an etcd without space takes no writes) and the network to it");

    @Override
    public void inspect(Inspected idc, Findings findings) {
        RegistryView registry = idc.serving().registry();
        if (!registry.connected()) {
            findings.error(ADVICE, "registry " + registry.kind(), "not connected since " + registry.since()
                    + (registry.reason() == null ? "" : ": " + registry.reason()));
        }
    }
}
