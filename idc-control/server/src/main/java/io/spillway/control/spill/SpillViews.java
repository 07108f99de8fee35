package io.spillway.control.spill;

import java.util.ArrayList;
import java.util.List;

import io.spillway.control.service.SpillView;
import io.spillway.control.service.SpillView.TargetView;
import io.spillway.control.spill.SpillPlan.Situation;
import io.spillway.control.spill.SpillPlan.Target;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.record.SpillRecord;
import io.spillway.wire.record.SpillRecord.GroupLoad;
import org.jspecify.annotations.Nullable;

/** What a node can say of how requests are divided; every node says the same. Pure. */
public final class SpillViews {

    private SpillViews() {}

    /** Returns the view of every Group whose capacity is known, by name. */
    public static List<SpillView> of(String ownIdc, ControlState state, String unknown) {
        List<SpillView> views = new ArrayList<>();
        for (String name : state.all(Kind.SERVICE).sortedKeys()) {
            views.addAll(of(ownIdc, state, name, unknown));
        }
        return views;
    }

    /** Returns the views of one Service; none when its capacity is not known. */
    static List<SpillView> of(String ownIdc, ControlState state, String service, String unknown) {
        List<SpillView> views = new ArrayList<>();
        ServiceSpec spec = state.service(service);
        if (spec != null && Site.byLoad(spec)) {
            for (GroupSpec group : spec.groups()) {
                views.add(view(service, group.name(), state.spill(service),
                        Site.of(ownIdc, state, service, spec, group.name()), unknown));
            }
        }
        return views;
    }

    private static SpillView view(String service, String group, @Nullable SpillRecord record, Site site,
            String unknown) {
        GroupLoad load = record == null ? null : record.groups().get(group);
        if (record == null || load == null) {
            return new SpillView(service, group, false, 0, site.healthy(), site.declared(), 1, 0, List.of(),
                    "load is not known" + (unknown.isEmpty() ? "" : " (" + unknown + ")")
                            + ": as many as are healthy decide",
                    null, "");
        }
        Situation now = site.situation(load);
        SpillPlan plan = SpillPlan.of(now);
        List<TargetView> targets = new ArrayList<>();
        for (Target target : now.targets()) {
            targets.add(new TargetView(target.idc(), target.capacity(),
                    plan.abroad().getOrDefault(target.idc(), 0.0)));
        }
        return new SpillView(service, group, true, now.demand(), now.capacity(), site.declared(), plan.home(),
                plan.excess(), targets, plan.reason(), record.since(), record.node());
    }
}
