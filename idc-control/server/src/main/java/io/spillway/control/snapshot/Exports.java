package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.wire.v1.GatewayAddress;
import io.spillway.wire.v1.GroupCapacity;
import io.spillway.wire.v1.OriginVersion;
import io.spillway.wire.v1.ServiceEntry;
import org.jspecify.annotations.Nullable;

/** What this IDC declares to the others about a Service. Only its own workloads count, never an import. Pure. */
final class Exports {

    private static final int SCHEMA = 1;
    private static final int STEPS = 20;

    private Exports() {}

    /**
     * Returns the declaration, without its version, of a Service that has these workloads.
     *
     * @param last what was declared before; null for nothing
     */
    static ServiceEntry content(String ownIdc, ControlState state, String name, ServiceSpec service,
            List<Resource> workloads, @Nullable ServiceEntry last) {
        ServiceEntry.Builder entry = ServiceEntry.newBuilder().setSchema(SCHEMA).setIdc(ownIdc).setService(name);
        Resource idc = state.get(Kind.IDC, ownIdc);
        if (idc != null && idc.spec() instanceof IdcSpec spec) {
            for (String address : spec.gateways()) {
                GatewayAddress gateway = gateway(ownIdc + "-gateway-" + (entry.getGatewaysCount() + 1), address);
                if (gateway != null) {
                    entry.addGateways(gateway);
                }
            }
        }
        Map<String, GroupCapacity.Builder> groups = new TreeMap<>();
        service.groups().forEach(
                group -> groups.put(group.name(), GroupCapacity.newBuilder().setGroup(group.name())));
        for (Resource workload : workloads) {
            if (workload.spec() instanceof WorkloadEntrySpec spec) {
                count(groups, spec, state.health(workload.name()) == null);
            }
        }
        groups.values().forEach(group -> entry.addGroups(
                loaded(quantised(group, last), Spills.of(state, name, group.getGroup()))));
        return entry.build();
    }

    /** Returns the declaration as of a registry revision. */
    static ServiceEntry versioned(ServiceEntry content, long epoch, long revision) {
        return content.toBuilder().setVersion(OriginVersion.newBuilder().setEpoch(epoch).setRevision(revision)).build();
    }

    private static void count(Map<String, GroupCapacity.Builder> groups, WorkloadEntrySpec spec, boolean healthy) {
        GroupCapacity.Builder group = groups.get(spec.group());
        if (group == null || spec.state() == WorkloadState.DRAINING) {
            return;
        }
        group.setDeclared(group.getDeclared() + 1).setDeclaredWeight(group.getDeclaredWeight() + spec.weight());
        if (healthy && spec.state() == WorkloadState.UP) {
            group.setHealthy(group.getHealthy() + 1).setHealthyWeight(group.getHealthyWeight() + spec.weight());
        }
    }

    /**
     * Rounds health down to steps of 5 % of what is declared, but never to zero: a flap must not push to every peer. A fall is
     * told at once, a rise only half a step above the boundary, so that nothing goes to and fro there. Of all, half a step may be
     * missing before it is told: else one sick instance of many would.
     */
    private static GroupCapacity quantised(GroupCapacity.Builder group, @Nullable ServiceEntry last) {
        GroupCapacity before = last == null
                ? GroupCapacity.getDefaultInstance()
                : last.getGroupsList().stream().filter(each -> each.getGroup().equals(group.getGroup())).findFirst()
                        .orElse(GroupCapacity.getDefaultInstance());
        int healthy = before.getDeclared() == group.getDeclared() ? before.getHealthy() : Integer.MAX_VALUE;
        int weight = before.getDeclaredWeight() == group.getDeclaredWeight()
                ? before.getHealthyWeight()
                : Integer.MAX_VALUE;
        int instances = group.getDeclared();
        int weights = group.getDeclaredWeight();
        return group.setHealthy(damped(group.getHealthy(), instances, healthy, margin(instances, instances)))
                .setHealthyWeight(damped(group.getHealthyWeight(), weights, weight, margin(instances, weights)))
                .build();
    }

    /** What others may send is what the healthy carry less what this IDC's own users ask for. */
    private static GroupCapacity loaded(GroupCapacity group, Spills told) {
        return told.load() == null
                ? group
                : group.toBuilder().setCapacity(clamped(told.capacity(group.getDeclaredWeight())))
                        .setDemand(clamped(told.load().demand())).build();
    }

    private static int clamped(long rate) {
        return Math.clamp(rate, 0, Integer.MAX_VALUE);
    }

    /**
     * Returns what is told of so many.
     *
     * @param last   what was told of as many declared; the most: of others
     * @param margin so far from a boundary it is crossed; 0: at once
     */
    static int damped(int healthy, int declared, int last, int margin) {
        int now = quantise(healthy, declared);
        if (margin == 0 || last == Integer.MAX_VALUE || healthy <= 0 || now == last) {
            return now;
        }
        if (now < last) {
            return last == declared && healthy >= declared - margin ? last : now;
        }
        return healthy >= declared ? now : Math.max(Math.max(1, last), quantise(healthy - margin, declared));
    }

    /** Half a step, at least one instance; none where each instance is a step. */
    private static int margin(int instances, int declared) {
        return instances <= STEPS ? 0 : Math.max(Math.ceilDiv(declared, instances), declared / (2 * STEPS));
    }

    static int quantise(int healthy, int declared) {
        if (healthy <= 0 || healthy >= declared || declared <= STEPS) {
            return healthy;
        }
        long step = (long) healthy * STEPS / declared;
        return (int) Math.max(1, step * declared / STEPS);
    }

    private static @Nullable GatewayAddress gateway(String node, String address) {
        int colon = address.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        try {
            int port = Integer.parseInt(address, colon + 1, address.length(), 10);
            String host = address.substring(0, colon).replace("[", "").replace("]", "");
            return GatewayAddress.newBuilder().setNode(node).setHost(host).setPort(port).build();
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
