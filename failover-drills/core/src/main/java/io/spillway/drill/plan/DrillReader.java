package io.spillway.drill.plan;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;

/** Reads a Drill document. Everything that is wrong is found at once. */
final class DrillReader {

    static final ScalarType<Double> PERCENT = ScalarType.number(0, 100);
    private static final ScalarType<String> API_VERSION = ScalarType.text("spillway.io/v1", "",
            text -> text.equals("spillway.io/v1") ? text : null);
    private static final ScalarType<String> KIND = ScalarType.text("Drill", "",
            text -> text.equals("Drill") ? text : null);
    private static final double ALL = 100;

    private DrillReader() {}

    static DrillPlan read(Decoder document) {
        document.required("apiVersion", API_VERSION);
        document.required("kind", KIND);
        String name = document.child("metadata", metadata -> metadata.required("name", ScalarType.SOME_TEXT));
        return document.child("spec", spec -> spec(name, spec));
    }

    private static DrillPlan spec(String name, Decoder spec) {
        DrillPlan plan = new DrillPlan(name, spec.optional("title", ScalarType.SOME_TEXT, name),
                topology(spec), LoadReader.read(spec),
                spec.optionalChild("steadyState", DrillReader::steadyState), StepReader.readAll(spec, "steps"),
                InvariantReader.readAll(spec), spec.children("abort", DrillReader::guard),
                StepReader.readAll(spec, "rollback"), safety(spec));
        PlanChecks.check(plan, spec);
        return plan;
    }

    /** What the control plane reads of a Drill is known to it; one with a target has no fleet of its own. */
    private static String topology(Decoder spec) {
        spec.raw("schedule");
        return spec.raw("target") == null
                ? spec.required("topology", ScalarType.SOME_TEXT)
                : spec.optional("topology", ScalarType.SOME_TEXT, "");
    }

    private static Safety safety(Decoder spec) {
        Safety read = new Safety(spec.optional("ttl", ScalarType.DURATION, Safety.USUAL.ttl()),
                spec.optional("share", PERCENT, ALL), spec.optional("abortedBy", ScalarType.SOME_TEXT));
        if (read.ttl().isZero() || read.ttl().compareTo(Safety.LONGEST) > 0) {
            spec.violation("ttl", "more than 0s and at most " + Safety.LONGEST.toHours() + "h");
        }
        return read;
    }

    private static SteadyState steadyState(Decoder state) {
        return new SteadyState(state.child("expect", DrillReader::expectation, new Expectation(null, null, "home")),
                state.optional("percent", PERCENT, ALL), state.optional("p99", ScalarType.DURATION),
                state.required("hold", ScalarType.DURATION),
                state.required("within", ScalarType.DURATION));
    }

    static Expectation expectation(Decoder expect) {
        return new Expectation(expect.optional("service", ScalarType.SOME_TEXT),
                expect.optional("home", ScalarType.SOME_TEXT), expect.required("servedBy", ScalarType.SOME_TEXT));
    }

    private static AbortGuard guard(Decoder guard) {
        if (!guard.has("successBelow") && !guard.has("p99Above")) {
            guard.violation("successBelow, p99Above or both");
        }
        return new AbortGuard(guard.optional("successBelow", PERCENT, 0.0),
                guard.optional("p99Above", ScalarType.DURATION), guard.required("window", ScalarType.DURATION));
    }
}
