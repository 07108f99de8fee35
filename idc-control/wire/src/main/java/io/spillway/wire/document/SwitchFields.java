package io.spillway.wire.document;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.Durations;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.OnGateFailure;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverSpec;

/** Fields of SwitchOver. What the state machine makes of it stands under status ({@link SwitchStatusFields}). */
final class SwitchFields {

    /** More in one transaction leave no room for what else stands in it. */
    private static final int MOST_SCOPES = 20;
    private static final int MOST_STEPS = 20;
    static final Duration LONGEST_SOAK = Duration.ofDays(1);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final ScalarType<Integer> PERCENT = ScalarType.integer(1, 100);

    private SwitchFields() {}

    static SwitchOverSpec read(Decoder spec) {
        List<ShiftScope> scopes = spec.child("scope", SwitchFields::readScopes);
        String from = spec.required("from", Names.TYPE);
        String to = spec.required("to", Names.TYPE);
        if (from.equals(to) && spec.clean()) {
            spec.violation("to", "another IDC than from");
        }
        List<Integer> steps = readSteps(spec);
        Duration soak = spec.optional("soak", ScalarType.DURATION, SwitchOverSpec.SOAK);
        if (soak.compareTo(LONGEST_SOAK) > 0) {
            spec.violation("soak", "at most " + Durations.format(LONGEST_SOAK));
        }
        Duration expires = spec.optional("expires", ScalarType.DURATION, SwitchOverSpec.EXPIRES);
        if (expires.compareTo(SHORTEST_LIFE) < 0 || expires.compareTo(SwitchOverSpec.EXPIRES) > 0) {
            spec.violation("expires", Durations.format(SHORTEST_LIFE) + " to "
                    + Durations.format(SwitchOverSpec.EXPIRES) + "; it can be extended later");
        }
        return new SwitchOverSpec(scopes, from, to, steps.isEmpty() ? SwitchOverSpec.STEPS : steps, soak,
                spec.child("gates", SwitchFields::readGates, Gates.DEFAULT),
                spec.optional("mode", ScalarType.lowerCaseChoice(SwitchMode.class), SwitchMode.GRACEFUL),
                spec.optional("fence", Names.TYPE, SwitchOverSpec.NO_FENCE),
                spec.optional("exclude", ScalarType.BOOL, false), expires,
                spec.optional("onExpiry", ScalarType.lowerCaseChoice(OnExpiry.class), OnExpiry.ALARM),
                spec.required("reason", ScalarType.SOME_TEXT), null);
    }

    static Tree write(SwitchOverSpec spec) {
        Fields fields = new Fields().put("scope", writeScopes(spec.scopes())).text("from", spec.from())
                .text("to", spec.to())
                .items("steps", spec.steps(), step -> Tree.number(step)).duration("soak", spec.soak())
                .put("gates", writeGates(spec.gates())).text("mode", Words.of(spec.mode())).text("fence", spec.fence());
        if (spec.exclude()) {
            fields.bool("exclude", true);
        }
        return fields.duration("expires", spec.expires()).text("onExpiry", Words.of(spec.onExpiry()))
                .text("reason", spec.reason()).tree();
    }

    private static List<ShiftScope> readScopes(Decoder scope) {
        String idc = scope.optional("idc", Names.TYPE);
        List<String> groups = scope.list("drGroups", Names.TYPE);
        List<String> services = scope.list("services", Names.TYPE);
        List<ShiftScope> scopes = new ArrayList<>();
        if (idc != null) {
            scopes.add(new ShiftScope.IdcScope(idc));
        }
        groups.forEach(name -> scopes.add(new ShiftScope.DrGroupScope(name)));
        services.forEach(name -> scopes.add(new ShiftScope.ServiceScope(name)));
        long kinds = scopes.stream().map(Object::getClass).distinct().count();
        if (kinds != 1 || scopes.size() > MOST_SCOPES || scopes.stream().distinct().count() < scopes.size()) {
            scope.violation("one of idc, drGroups, services, at most " + MOST_SCOPES + " names, each once");
        }
        return scopes;
    }

    private static Tree writeScopes(List<ShiftScope> scopes) {
        Fields fields = new Fields();
        List<String> groups = new ArrayList<>();
        List<String> services = new ArrayList<>();
        for (ShiftScope scope : scopes) {
            switch (scope) {
                case ShiftScope.IdcScope(String name) -> fields.text("idc", name);
                case ShiftScope.DrGroupScope(String name) -> groups.add(name);
                case ShiftScope.ServiceScope(String name) -> services.add(name);
            }
        }
        return fields.texts("drGroups", groups).texts("services", services).tree();
    }

    /** Returns the steps; none when the key is not there. */
    static List<Integer> readSteps(Decoder spec) {
        List<Integer> steps = spec.list("steps", PERCENT);
        noteSteps(spec, steps);
        return steps;
    }

    private static void noteSteps(Decoder spec, List<Integer> steps) {
        boolean rising = true;
        for (int i = 1; i < steps.size(); i++) {
            rising &= steps.get(i) > steps.get(i - 1);
        }
        if (!rising || steps.size() > MOST_STEPS) {
            spec.violation("steps", steps.toString(), "at most " + MOST_STEPS + " percentages that rise");
        }
    }

    private static Gates readGates(Decoder gates) {
        return new Gates(gates.optional("successRate", ScalarType.number(0, 100), Gates.DEFAULT.successRate()),
                gates.optional("p99", ScalarType.number(1, 1000), Gates.DEFAULT.p99()),
                gates.optional("targetLoad", ScalarType.integer(1, 100), Gates.DEFAULT.targetLoad()),
                gates.optional("misroutes", ScalarType.number(0, 1_000_000), Gates.DEFAULT.misroutes()),
                gates.optional("onFailure", ScalarType.lowerCaseChoice(OnGateFailure.class),
                        Gates.DEFAULT.onFailure()));
    }

    private static Tree writeGates(Gates gates) {
        return new Fields().decimal("successRate", gates.successRate()).decimal("p99", gates.p99())
                .number("targetLoad", gates.targetLoad()).decimal("misroutes", gates.misroutes())
                .text("onFailure", Words.of(gates.onFailure())).tree();
    }
}
