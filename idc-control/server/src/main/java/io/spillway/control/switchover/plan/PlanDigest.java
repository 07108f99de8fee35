package io.spillway.control.switchover.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.spillway.control.state.ControlState;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.SpecDocuments;
import org.jspecify.annotations.Nullable;

/** Digests over what a plan was made from, and over the plan itself: SHA-256 over documents, in a fixed order. Pure. */
final class PlanDigest {

    private final MessageDigest digest;

    private PlanDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 (expected: in every JDK)", impossible);
        }
    }

    /**
     * Returns the digest of the Idc, DrGroup, Service and TrafficShift objects that a plan is made from: those in scope, and the
     * shifts that rule some of it, or that count with it.
     */
    static String of(ControlState state, MoveScope scope) {
        PlanDigest digest = new PlanDigest();
        scope.idcs().forEach(idc -> digest.add(state, Kind.IDC, idc));
        scope.groups().keySet().forEach(group -> digest.add(state, Kind.DR_GROUP, group));
        scope.services().keySet().forEach(service -> digest.add(state, Kind.SERVICE, service));
        for (ShiftScope shift : shifts(scope)) {
            TrafficShiftSpec standing = state.shift(shift);
            if (standing != null && !standing.cleared()) {
                digest.add("shift " + shift.path(), SpecDocuments.write(standing), SpecDocuments.writeStatus(standing));
            }
        }
        return digest.hex();
    }

    /** Returns the hash of a plan, whatever stands for its own hash, and of what was asked for. */
    static String of(SwitchOverSpec spec, SwitchOverPlan plan) {
        PlanDigest digest = new PlanDigest();
        SwitchOverPlan bare = new SwitchOverPlan(plan.baseline(), plan.idcs(), plan.locks(), plan.checks(),
                plan.moves(), plan.predictedLoad(), plan.digest(), "", plan.until(), plan.approvals());
        SwitchOverStatus status = SwitchOverStatus.drafted("any", SwitchOrigin.MANUAL, "", Instant.EPOCH).change()
                .plan(bare).made(Instant.EPOCH, "", "", "");
        digest.add("asked", SpecDocuments.write(spec.asked()), null);
        digest.add("plan", Tree.text(""), SpecDocuments.writeStatus(spec.with(status)));
        return digest.hex();
    }

    private static Collection<ShiftScope> shifts(MoveScope scope) {
        SortedMap<String, ShiftScope> shifts = new TreeMap<>();
        List<ShiftScope> all = new ArrayList<>();
        scope.services().keySet().forEach(name -> all.add(new ShiftScope.ServiceScope(name)));
        scope.groups().forEach((name, group) -> {
            all.add(new ShiftScope.DrGroupScope(name));
            group.idcs().forEach(idc -> all.add(new ShiftScope.IdcScope(idc)));
        });
        all.forEach(each -> shifts.put(each.path(), each));
        return shifts.values();
    }

    private void add(ControlState state, Kind kind, String name) {
        Resource found = state.get(kind, name);
        if (found != null) {
            add(kind + " " + name, SpecDocuments.write(found.spec()), null);
        }
    }

    private void add(String what, Tree said, @Nullable Tree assigned) {
        for (String each : new String[]{what, JsonText.write(said), assigned == null ? "" : JsonText.write(assigned)}) {
            byte[] octets = each.getBytes(StandardCharsets.UTF_8);
            digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(octets);
        }
    }

    private String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
