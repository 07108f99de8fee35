package io.spillway.control.snapshot;

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

    /** Returns the declaration without its version. */
    static ServiceEntry content(String ownIdc, ControlState state, String name, ServiceSpec service) {
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
        for (String workload : state.workloadsOf(name)) {
            Resource found = state.get(Kind.WORKLOAD_ENTRY, workload);
            if (found != null && found.spec() instanceof WorkloadEntrySpec spec) {
                count(groups, spec, state.health(workload) == null);
            }
        }
        groups.values().forEach(
                group -> entry.addGroups(loaded(quantised(group), Spills.of(state, name, group.getGroup()))));
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

    /** Rounds health down to steps of 5 % of what is declared, but never to zero: a flap must not push to every peer. */
    private static GroupCapacity quantised(GroupCapacity.Builder group) {
        return group.setHealthy(quantise(group.getHealthy(), group.getDeclared()))
                .setHealthyWeight(quantise(group.getHealthyWeight(), group.getDeclaredWeight())).build();
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
