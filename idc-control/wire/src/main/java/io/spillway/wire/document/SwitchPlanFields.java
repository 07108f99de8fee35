package io.spillway.wire.document;

import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.TrafficShiftSpec;

/** The frozen plan in the status of a SwitchOver. */
final class SwitchPlanFields {

    private SwitchPlanFields() {}

    static SwitchOverPlan read(Decoder plan) {
        List<TrafficShiftSpec> baseline = plan.children("baseline", SwitchPlanFields::readShift);
        Map<String, Double> moves = plan.map("moves", ScalarType.number(0, Double.MAX_VALUE));
        return new SwitchOverPlan(baseline, plan.list("idcs", Names.TYPE),
                plan.list("locks", ScalarType.TEXT),
                plan.children("checks", SwitchPlanFields::readCheck), moves,
                SwitchStatusFields.figure(plan, "predictedLoad"), plan.required("digest", ScalarType.TEXT),
                plan.required("hash", ScalarType.TEXT), plan.required("until", ScalarType.INSTANT),
                plan.required("approvals", ScalarType.integer(0, 10)));
    }

    static Tree write(SwitchOverPlan plan) {
        Fields fields = new Fields().items("baseline", plan.baseline(), SwitchPlanFields::shift)
                .texts("idcs", plan.idcs()).texts("locks", plan.locks())
                .items("checks", plan.checks(), SwitchPlanFields::check);
        if (!plan.moves().isEmpty()) {
            Fields moves = new Fields();
            plan.moves().forEach((service, perSecond) -> SwitchStatusFields.known(moves, service, perSecond));
            fields.put("moves", moves.tree());
        }
        SwitchStatusFields.known(fields, "predictedLoad", plan.predictedLoad());
        return fields.text("digest", plan.digest()).text("hash", plan.hash()).text("until", plan.until().toString())
                .number("approvals", plan.approvals()).tree();
    }

    private static TrafficShiftSpec readShift(Decoder shift) {
        TrafficShiftSpec spec = shift.child("spec", ShiftFields::read);
        return shift.child("status", status -> ShiftFields.readStatus(status, spec), spec);
    }

    private static Tree shift(TrafficShiftSpec shift) {
        Fields fields = new Fields().put("spec", ShiftFields.write(shift));
        Tree status = ShiftFields.writeStatus(shift);
        return (status == null ? fields : fields.put("status", status)).tree();
    }

    static SwitchCheck readCheck(Decoder check) {
        return new SwitchCheck(check.required("item", ScalarType.TEXT),
                check.required("outcome", ScalarType.choice(SwitchCheck.Outcome.class)),
                check.required("how", ScalarType.TEXT), check.required("why", ScalarType.TEXT),
                check.required("action", ScalarType.TEXT));
    }

    static Tree check(SwitchCheck check) {
        return new Fields().text("item", check.item()).text("outcome", check.outcome().name()).text("how", check.how())
                .text("why", check.why()).text("action", check.action()).tree();
    }
}
