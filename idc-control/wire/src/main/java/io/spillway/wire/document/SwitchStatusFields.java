package io.spillway.wire.document;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Position;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.PauseCause;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.StepPhase;
import io.spillway.model.resource.StepPosition;
import io.spillway.model.resource.StepSide;
import io.spillway.model.resource.SwitchApproval;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.SwitchPause;
import io.spillway.model.resource.SwitchTransition;
import io.spillway.model.resource.Unconfirmed;
import org.jspecify.annotations.Nullable;

/** The status of a SwitchOver: what the state machine has made of it so far. */
final class SwitchStatusFields {

    private static final ScalarType<SwitchOverState> STATE = ScalarType.choice(SwitchOverState.class);
    private static final ScalarType<Long> COUNT = ScalarType.longInteger(0, TopologyFields.LARGEST);
    /** Figures that are not known are left out. */
    private static final ScalarType<Double> FIGURE = ScalarType.number(0, Double.MAX_VALUE);

    private SwitchStatusFields() {}

    static SwitchOverStatus read(Decoder status) {
        return new SwitchOverStatus(status.child("generation", SwitchStatusFields::readGeneration),
                status.required("sequence", COUNT), status.required("state", STATE),
                status.child("at", SwitchStatusFields::readPosition, StepPosition.FIRST),
                status.optionalChild("pause",
                        pause -> new SwitchPause(pause.required("cause", ScalarType.choice(PauseCause.class)),
                                pause.required("resumes", STATE), pause.required("detail", ScalarType.TEXT))),
                status.required("origin", ScalarType.choice(SwitchOrigin.class)),
                status.required("author", ScalarType.TEXT),
                status.optionalChild("plan", SwitchPlanFields::read),
                status.children("approvals", each -> new SwitchApproval(each.required("by", ScalarType.TEXT),
                        each.required("at", ScalarType.INSTANT), each.required("plan", ScalarType.TEXT))),
                status.optional("fenced", ScalarType.BOOL, false),
                status.children("unconfirmed", each -> new Unconfirmed(each.required("what", ScalarType.TEXT),
                        each.required("idc", ScalarType.TEXT), each.required("detail", ScalarType.TEXT),
                        each.optional("acceptedBy", ScalarType.TEXT))),
                readWritten(status), status.optionalChild("measured", SwitchStatusFields::readFigures),
                status.required("since", ScalarType.INSTANT), status.optional("due", ScalarType.INSTANT),
                status.optional("expires", ScalarType.INSTANT),
                status.children("history", SwitchStatusFields::readTransition),
                status.children("checks", SwitchPlanFields::readCheck));
    }

    static Tree write(SwitchOverStatus status) {
        Fields fields = new Fields().put("generation", generation(status.generation()))
                .number("sequence", status.sequence()).text("state", status.state().name())
                .put("at", position(status.at()));
        if (status.pause() instanceof SwitchPause(PauseCause cause, SwitchOverState resumes, String detail)) {
            fields.put("pause", new Fields().text("cause", cause.name()).text("resumes", resumes.name())
                    .text("detail", detail).tree());
        }
        fields.text("origin", status.origin().name()).text("author", status.author());
        if (status.plan() != null) {
            fields.put("plan", SwitchPlanFields.write(status.plan()));
        }
        fields.items("approvals", status.approvals(), each -> new Fields().text("by", each.by())
                .text("at", each.at().toString()).text("plan", each.plan()).tree());
        if (status.fenced()) {
            fields.bool("fenced", true);
        }
        fields.items("unconfirmed", status.unconfirmed(), each -> new Fields().text("what", each.what())
                .text("idc", each.idc()).text("detail", each.detail()).text("acceptedBy", each.acceptedBy()).tree());
        if (!status.written().isEmpty()) {
            Fields written = new Fields();
            status.written().forEach((scope, generation) -> written.put(scope, generation(generation)));
            fields.put("written", written.tree());
        }
        if (status.measured() != null) {
            fields.put("measured", figures(status.measured()));
        }
        return fields.text("since", status.since().toString()).text("due", text(status.due()))
                .text("expires", text(status.expires()))
                .items("history", status.history(), SwitchStatusFields::transition)
                .items("checks", status.checks(), SwitchPlanFields::check).tree();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static Generation readGeneration(Decoder generation) {
        return new Generation(generation.required("counter", ScalarType.longInteger(1, TopologyFields.LARGEST)),
                generation.required("idc", Names.TYPE));
    }

    static Tree generation(Generation generation) {
        return new Fields().number("counter", generation.counter()).text("idc", generation.idc()).tree();
    }

    private static Map<String, Generation> readWritten(Decoder status) {
        return new LinkedHashMap<>(status.childrenByName("written", SwitchStatusFields::readGeneration));
    }

    private static StepPosition readPosition(Decoder at) {
        return new StepPosition(at.required("step", ScalarType.integer(0, 1000)),
                at.required("side", ScalarType.choice(StepSide.class)),
                at.required("phase", ScalarType.choice(StepPhase.class)));
    }

    private static Tree position(StepPosition at) {
        return new Fields().number("step", at.step()).text("side", at.side().name()).text("phase", at.phase().name())
                .tree();
    }

    private static SwitchTransition readTransition(Decoder each) {
        return new SwitchTransition(each.required("sequence", COUNT), each.required("at", ScalarType.INSTANT),
                each.required("from", STATE), each.required("to", STATE),
                each.child("position", SwitchStatusFields::readPosition), each.required("event", ScalarType.TEXT),
                each.required("node", ScalarType.TEXT), each.optional("detail", ScalarType.TEXT, ""));
    }

    private static Tree transition(SwitchTransition each) {
        return new Fields().number("sequence", each.sequence()).text("at", each.at().toString())
                .text("from", each.from().name()).text("to", each.to().name())
                .put("position", position(each.position()))
                .text("event", each.event()).text("node", each.node())
                .text("detail", each.detail().isEmpty() ? null : each.detail()).tree();
    }

    private static StepFigures readFigures(Decoder figures) {
        return new StepFigures(figure(figures, "requestsPerSecond"), figure(figures, "successRate"),
                figure(figures, "p99Millis"), figure(figures, "targetLoad"), figure(figures, "targetShare"),
                figure(figures, "misroutedPerSecond"));
    }

    private static Tree figures(StepFigures figures) {
        Fields fields = new Fields();
        known(fields, "requestsPerSecond", figures.requestsPerSecond());
        known(fields, "successRate", figures.successRate());
        known(fields, "p99Millis", figures.p99Millis());
        known(fields, "targetLoad", figures.targetLoad());
        known(fields, "targetShare", figures.targetShare());
        known(fields, "misroutedPerSecond", figures.misroutedPerSecond());
        return fields.tree();
    }

    static double figure(Decoder figures, String key) {
        return figures.optional(key, FIGURE, Double.NaN);
    }

    static void known(Fields fields, String key, double figure) {
        if (!Double.isNaN(figure)) {
            fields.put(key, new Tree.Scalar(figure, Position.NONE));
        }
    }
}
