package io.spillway.control.spill;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.record.SpillRecord;
import io.spillway.wire.record.SpillRecord.GroupLoad;
import org.jspecify.annotations.Nullable;

/**
 * Decides by how much load the requests to a Service are divided: demand in steps, rounded up, and what each target may be
 * sent, rounded down. So all gateways together never overfill a target by what rounding hides, and a figure that trembles is
 * never pushed. Pure.
 */
final class SpillRules {

    private SpillRules() {}

    /**
     * Who decides, and from what.
     *
     * @param settled whether demand may be believed that is lower than before: right after gateways were lost it is not, for
     *                their users come back with others
     */
    record Facts(String ownIdc, String node, ControlState state, Demand demand, boolean settled, Instant now) {}

    /** Returns what is to stand: what stood when nothing moved enough. The demand must be known. */
    static SpillRecord decide(Facts facts, String service, ServiceSpec spec) {
        SpillRecord before = facts.state().spill(service);
        SortedMap<String, GroupLoad> groups = new TreeMap<>();
        for (GroupSpec group : spec.groups()) {
            GroupLoad stood = before == null ? null : before.groups().get(group.name());
            groups.put(group.name(), load(facts, service, spec, group.name(), stood));
        }
        return before != null && before.groups().equals(groups)
                ? before
                : new SpillRecord(groups, Instant.ofEpochMilli(facts.now().toEpochMilli()), facts.node());
    }

    private static GroupLoad load(Facts facts, String service, ServiceSpec spec, String group,
            @Nullable GroupLoad stood) {
        Site site = Site.of(facts.ownIdc(), facts.state(), service, spec, group);
        double asked = facts.demand().of(service, group);
        long last = stood == null ? -1 : stood.demand();
        long wanted = Steps.up(last, asked, Steps.of(site.declared(), asked));
        SortedMap<String, Long> targets = new TreeMap<>();
        for (Site.Other other : site.others()) {
            if (other.capacity() > 0) {
                double spare = Math.max(0, other.spare() - facts.demand().shifted(service, group, other.idc()));
                long most = stood == null ? -1 : stood.targets().getOrDefault(other.idc(), -1L);
                targets.put(other.idc(), Steps.down(most, spare, Steps.of(other.capacity(), 0)));
            }
        }
        return new GroupLoad(facts.settled() ? wanted : Math.max(last, wanted), targets);
    }
}
