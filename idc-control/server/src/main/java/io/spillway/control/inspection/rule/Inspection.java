package io.spillway.control.inspection.rule;

import java.util.List;

import io.spillway.control.inspection.Findings;
import io.spillway.control.inspection.Inspected;
import io.spillway.control.service.Finding;

/** Runs rules. Looks at everything: for people who ask, not for every event. Pure. */
public final class Inspection {

    private Inspection() {}

    /** Returns what all rules find, the worst first. */
    public static List<Finding> of(Inspected inspected) {
        return run(Rules.ALL, inspected);
    }

    /** Returns what can be found from the registry alone. */
    public static List<Finding> ofRegistered(Inspected inspected) {
        return run(Rules.OF_REGISTERED, inspected);
    }

    private static List<Finding> run(List<Rule> rules, Inspected inspected) {
        Findings findings = new Findings();
        rules.forEach(rule -> rule.inspect(inspected, findings));
        return findings.sorted();
    }
}
