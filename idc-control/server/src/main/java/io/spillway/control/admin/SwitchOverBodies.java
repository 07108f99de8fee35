package io.spillway.control.admin;

import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.AllBehind;
import io.spillway.model.switchover.EventKind;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.wire.document.SpecDocuments;
import org.jspecify.annotations.Nullable;

/** What operators send about switch-overs. */
final class SwitchOverBodies {

    /** It is kept with every transition. */
    static final int LONGEST_REASON = 1000;

    private static final String REASON = "reason";
    private static final ScalarType<String> WHY = ScalarType.text(
            "text of 1 to " + LONGEST_REASON + " characters that is not blank", "",
            text -> text.isBlank() || text.length() > LONGEST_REASON ? null : text);
    private static final ScalarType<String> HASH = ScalarType.text("the hash of a plan, as switchover show prints it",
            "", text -> text.matches("[!-~]{1,200}") ? text : null);

    private static final ScalarType<Unconfirmed.DataPlane> DATA_PLANE = ScalarType.text(
            "data plane as in idc-b/gw-2", new Unconfirmed.DataPlane("idc", "node"), text -> {
                int slash = text.indexOf('/');
                return slash > 0 && slash < text.length() - 1 && text.length() <= LONGEST_REASON
                        ? new Unconfirmed.DataPlane(text.substring(0, slash), text.substring(slash + 1))
                        : null;
            });

    private static final ScalarType<Integer> LIMIT = ScalarType.integer(1, 100_000);

    /** A policy asks for itself. */
    private static final ScalarType<SwitchOrigin> ORIGIN = ScalarType.text("one of MANUAL, DRILL", SwitchOrigin.MANUAL,
            text -> text.equals("MANUAL") ? SwitchOrigin.MANUAL : text.equals("DRILL") ? SwitchOrigin.DRILL : null);

    private SwitchOverBodies() {}

    /**
     * A switch-over that is asked for.
     *
     * @param name empty when the system shall find one
     * @param origin an operator, or a drill
     */
    record Asked(String name, SwitchOverSpec spec, SwitchOrigin origin) {}

    static Asked asked(Decoder body) {
        return new Asked(body.optional("name", Names.TYPE, ""),
                (SwitchOverSpec) body.child("spec", spec -> SpecDocuments.read(Kind.SWITCH_OVER, spec)),
                body.optional("origin", ORIGIN, SwitchOrigin.MANUAL));
    }

    /**
     * Reads what comes with an operator's word.
     *
     * @param kind of an event that operators say
     */
    static SwitchOverEvent.Said said(EventKind kind, String by, Decoder body) {
        return switch (kind) {
            case CHECK -> new SwitchOverEvent.Check(by);
            case APPROVE -> new SwitchOverEvent.Approve(by, body.required("plan", HASH));
            case START -> new SwitchOverEvent.Start(by);
            case PAUSE -> new SwitchOverEvent.Pause(by, reason(body));
            case RESUME -> new SwitchOverEvent.Resume(by, reason(body), accept(body), quarantine(body),
                    behind(body));
            case ROLLBACK -> new SwitchOverEvent.Rollback(by, reason(body), accept(body), quarantine(body),
                    behind(body));
            case ABORT -> new SwitchOverEvent.Abort(by, reason(body));
            case FORCE_END -> new SwitchOverEvent.ForceEnd(by, body.required(REASON, WHY));
            case EXTEND -> new SwitchOverEvent.Extend(by, body.required("until", ScalarType.INSTANT));
            case TAKE_OVER ->
                new SwitchOverEvent.TakeOver(by, body.required(REASON, WHY), body.required("idc", Names.TYPE));
            case CHECKS_PASSED, CHECKS_FAILED, PLAN_INVALID, FENCED, FENCE_UNCONFIRMED, PUSHED, ACKED, OBSERVED,
                    GATE_PASSED, VERIFIED, UNFENCED, SOAKED, STEP_FAILED, ROLLBACK_FAILED, EXPIRE, REPLACED, CONFIRMED,
                    PREEMPTED ->
                throw new IllegalArgumentException(kind + " (expected: an event that operators say)");
        };
    }

    private static String reason(Decoder body) {
        return body.optional(REASON, WHY, "");
    }

    private static List<Unconfirmed.DataPlane> quarantine(Decoder body) {
        return body.list("quarantine", DATA_PLANE);
    }

    /** Who answers for more than a gate lets pass says for how many, and why. */
    private static @Nullable AllBehind behind(Decoder body) {
        boolean all = body.optional("allBehind", ScalarType.BOOL, false);
        int limit = body.optional("limit", LIMIT, 0);
        if (limit > 0 && !all) {
            body.violation("limit", "only beside \"allBehind\": true");
        }
        if (limit > 0 && reason(body).isEmpty()) {
            body.violation(REASON, "a reason, where there is a limit");
        }
        return all ? AllBehind.atMost(limit) : null;
    }

    private static boolean accept(Decoder body) {
        return body.optional("accept", ScalarType.BOOL, false);
    }
}
