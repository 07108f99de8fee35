package io.spillway.control.conformance.cases;

import java.util.List;

import io.spillway.control.conformance.trial.ConformanceCase;

/** All cases. */
public final class Suite {

    private static final List<ConformanceCase> CASES = make();

    private Suite() {}

    /** Returns all cases, state of the world first, by number. */
    public static List<ConformanceCase> cases() {
        return CASES;
    }

    private static List<ConformanceCase> make() {
        CaseList list = new CaseList();
        SupplyCases.addTo(list);
        NackCases.addTo(list);
        SubscriptionCases.addTo(list);
        MissingCases.addTo(list);
        VolumeCases.addTo(list);
        TypeCases.addTo(list);
        NodeCases.addTo(list);
        OrderCases.addTo(list);
        WildcardCases.addTo(list);
        StreamCases.addTo(list);
        WorldCases.addTo(list);
        WorldVersionCases.addTo(list);
        DeltaCases.addTo(list);
        DeltaNamesCases.addTo(list);
        DeltaReconnectCases.addTo(list);
        TtlCases.addTo(list);
        return list.sorted();
    }
}
