package io.spillway.drill.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.drill.fault.Fault;
import io.spillway.drill.fleet.Line;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.load.UserGroup;
import org.jspecify.annotations.Nullable;

/**
 * Which share of its traffic a drill touches: what users send to what is killed, stopped, made bad or moved away. Rather too
 * much than too little: a gateway stands for all of its IDC. What several steps touch one after the other counts together.
 */
final class TouchedShare {

    private record Cell(UserGroup users, String service) {}

    private final Map<Cell, Double> touched = new HashMap<>();
    private final List<UserGroup> groups;

    private TouchedShare(List<UserGroup> groups) {
        this.groups = groups;
    }

    /** Returns it in percent, 0 without users. */
    static double of(DrillPlan plan) {
        double all = plan.load().users().stream().mapToDouble(UserGroup::rps).sum();
        TouchedShare share = new TouchedShare(plan.load().users());
        plan.steps().forEach(share::add);
        double rps = share.touched.entrySet().stream()
                .mapToDouble(each -> each.getValue() * each.getKey().users().rps()
                        / each.getKey().users().services().size())
                .sum();
        return all == 0 ? 0 : 100 * rps / all;
    }

    private void add(Step step) {
        switch (step) {
            case Step.Strike strike -> add(strike);
            case Step.Break broken -> add(broken.fault());
            case Step.Shift shift -> groups.forEach(users -> touch(users.home(), service(shift.scope()),
                    1 - shift.weights().getOrDefault(users.home(), 0) / 100.0));
            case Step.SwitchOver move -> touch(move.from(), service(move.scope()),
                    move.percents().getLast() / 100.0);
            case Step.Phase _,Step.Sleep _,Step.End _,Step.ClearShift _,Step.AwaitSwitchOver _,Step.RollBack _,Step.EndSwitchOvers _,Step.Attempt _,Step.EtcdData _,Step.AcceptRegistry _,Step.Apply _,Step.Churn _,Step.AwaitClients _,Step.SampleHeap _,Step.Pace _,Step.Await _ ->
                {
                }
        }
    }

    private void add(Step.Strike strike) {
        switch (strike.blow()) {
            case KILL, STOP, RESTART -> add(strike.selector(), 1);
            case CONTINUE, START -> {
            }
        }
    }

    private void add(Fault fault) {
        switch (fault) {
            case Fault.OnLine line -> {
                if (line.line() == Line.ENTRANCE) {
                    touch(line.to(), null, 1);
                }
            }
            case Fault.OnNetwork network -> touch(network.idc(), null, 1);
            case Fault.Grey grey -> add(grey.selector(), 1);
            case Fault.Filter filter ->
                touch(filter.idc(), filter.service(), Math.max(filter.abortPercent(), filter.delayPercent()) / 100);
        }
    }

    private void add(Selector selector, double part) {
        if (selector.role() == null || selector.role() == Role.GATEWAY || selector.role() == Role.SERVICE) {
            String name = selector.name();
            boolean other = name != null && (name.contains("/idc-control") || name.endsWith("/registry-sync")
                    || name.endsWith("/etcd") || name.contains("/clients-"));
            if (!other) {
                touch(name == null ? selector.idc() : name.substring(0, Math.max(0, name.indexOf('/'))),
                        selector.service(), part);
            }
        }
    }

    private static @Nullable String service(String scope) {
        return scope.startsWith("service/") ? scope.substring("service/".length()) : null;
    }

    private void touch(@Nullable String home, @Nullable String service, double part) {
        for (UserGroup users : groups) {
            if (home == null || home.equals(users.home())) {
                users.services().stream().filter(each -> service == null || service.equals(each))
                        .forEach(each -> touched.merge(new Cell(users, each), part, Math::max));
            }
        }
    }
}
