package io.spillway.control.snapshot;

import java.util.List;

import io.spillway.model.resource.CrossingSpec;
import io.spillway.model.resource.EntranceSpec;

/** What listeners have in common when nobody has said anything. */
public final class ListenerRulesSample {

    public static final ListenerRules USUAL = new ListenerRules("idc-a", EntranceSpec.DEFAULT, CrossingSpec.DEFAULT,
            List.of());

    private ListenerRulesSample() {}
}
