package io.spillway.control.approval;

import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.switchover.SwitchOverEvent;
import org.jspecify.annotations.Nullable;

/**
 * What needs a second person beside moves of more than {@code approveAbove} ({@link ShiftedShare}): what deletes an Idc or a Service, what
 * decides whom the others trust, and what overrides or loosens a safety rule. Pure.
 */
public final class TwoPersonRule {

    private TwoPersonRule() {}

    /** Returns why a deletion needs two persons; null when it needs one. */
    public static @Nullable String deletion(Kind kind) {
        return kind == Kind.IDC || kind == Kind.SERVICE ? "a " + kind.kindName() + " is deleted" : null;
    }

    /** Returns why a write needs two persons; null when it needs one. {@code before} is what stands, null for nothing. */
    public static @Nullable String write(@Nullable Resource before, Resource written) {
        return switch (written.spec()) {
            case IdcSpec idc -> trust(before != null && before.spec() instanceof IdcSpec stood ? stood : null, idc);
            case DrGroupSpec group when before != null && before.spec() instanceof DrGroupSpec stood ->
                loosened(stood, group) ? "the safety rules of a DrGroup are loosened" : null;
            default -> null;
        };
    }

    private static @Nullable String trust(@Nullable IdcSpec stood, IdcSpec idc) {
        if (stood == null) {
            return "an Idc is added";
        }
        boolean same = stood.control().equals(idc.control()) && stood.gateways().equals(idc.gateways())
                && stood.crossing().equals(idc.crossing());
        return same ? null : "whom the others trust as an Idc changes (control, gateways, crossing)";
    }

    private static boolean loosened(DrGroupSpec stood, DrGroupSpec group) {
        DrGroupLimits before = stood.limits();
        DrGroupLimits after = group.limits();
        return group.minActive() < stood.minActive() || after.approveAbove() > before.approveAbove()
                || (before.frozen() && !after.frozen()) || !after.freeze().containsAll(before.freeze())
                || (after.automatic() != null && !after.automatic().equals(before.automatic()));
    }

    /** Returns why an operator's word about a switch-over needs two persons; null when it needs one. */
    public static @Nullable String said(SwitchOverEvent.Said said) {
        return switch (said) {
            case SwitchOverEvent.ForceEnd _ -> "a switch-over is taken out of the machine's hands";
            case SwitchOverEvent.Resume resume when resume.accept() -> "what is not confirmed is accepted";
            case SwitchOverEvent.Rollback rollback when rollback.accept() -> "what is not confirmed is accepted";
            case SwitchOverEvent.GoesOn goesOn when goesOn.behind() != null && goesOn.behind().limit() > 0 ->
                "more data planes are left behind than a gate lets pass";
            default -> null;
        };
    }
}
