package io.spillway.control.switchover.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Gates;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.OnExpiry;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.Spec;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Two who compute what moves: whoever is wrong is found, because the other is not wrong in the same way. */
class BlastRadiusTest {

    private static final long SEED = 20261127;
    private static final List<String> IDCS = List.of("idc-a", "idc-b", "idc-c", "idc-d");

    @Test
    void agreesWithTheStepsInAnyFleetInWhichAPlanMayBeMade() {
        int judged = 0;
        int moving = 0;
        for (int i = 0; i < 3000; i++) {
            RandomFleet fleet = new RandomFleet(new Random(SEED + i));
            Question question = fleet.question();
            if (question.scope().problems().isEmpty() && question.scope().wider().isEmpty()) {
                judged++;
                moving += question.radius().moved().isEmpty() ? 0 : 1;
                assertThat(question.radius().differences(question.before(), question.after()))
                        .as("fleet %s: %s of %s", SEED + i, question.spec(),
                                question.before().sorted(Kind.TRAFFIC_SHIFT))
                        .isEmpty();
            }
        }
        assertThat(judged).as("most fleets are no use otherwise").isGreaterThan(500);
        assertThat(moving).isGreaterThan(300);
    }

    /** A defect of the executor, and what it makes of its shift. */
    record Defect(String name, UnaryOperator<TrafficShiftSpec> makes) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Defect> defects() {
        return Stream.of(
                new Defect("a percent stays", shift -> with(shift, weights(shift, "idc-a", 1, 99), Set.of("idc-a"))),
                new Defect("the gateways of the receiver are forgotten",
                        shift -> with(shift, weights(shift, "idc-b", 50, 50), Set.of("idc-a"))),
                new Defect("the exclusion is forgotten", shift -> with(shift, shift.weightsAt(), Set.of())),
                new Defect("the wrong one is excluded", shift -> with(shift, shift.weightsAt(), Set.of("idc-b"))),
                new Defect("everybody is told", shift -> new TrafficShiftSpec(shift.scope(), Map.of("idc-b", 100),
                        Map.of(), Set.of("idc-a"), "", null, OnExpiry.ALARM, false, shift.generation(), "")),
                new Defect("the scope is another", shift -> new TrafficShiftSpec(Scene.ORDERS, Map.of(),
                        shift.weightsAt(), shift.excluded(), "", null, OnExpiry.ALARM, false, shift.generation(), "")),
                new Defect("it is cleared", shift -> shift.clear("no")));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void aDefectOfTheExecutorIsFound(Defect defect) {
        Scene scene = new Scene();
        scene.group("core", 1, "idc-a", "idc-b", "idc-c");
        scene.exclude = true;
        Question question = Question.of(Scene.ID, scene.asked(), scene.origin, scene.ground());
        TrafficShiftSpec right = question.lastStep().getFirst();
        assertThat(question.radius().differences(question.before(), written(question.before(), right))).isEmpty();
        assertThat(question.radius().differences(question.before(),
                written(question.before(), defect.makes().apply(right)))).isNotEmpty();
    }

    @Test
    void aShiftThatIsWrittenAndDoesNotRuleIsFound() {
        Scene scene = new Scene().shift(new TrafficShiftSpec(new ShiftScope.IdcScope("idc-b"), Map.of("idc-b", 100),
                Set.of(), "test", null, OnExpiry.ALARM, false, new Generation(9, "idc-c"), "bob"));
        scene.scopes = List.of(Scene.IDC_A);
        assertThat(scene.planned().checks()).filteredOn(check -> check.item().equals("other-moves"))
                .allMatch(check -> !check.allows());
    }

    private static ControlState written(ControlState before, TrafficShiftSpec shift) {
        return before.with(Resource.of(shift.scope().resourceName(), shift));
    }

    private static Map<String, Map<String, Integer>> weights(TrafficShiftSpec shift, String gateways, int a, int b) {
        Map<String, Map<String, Integer>> weights = new LinkedHashMap<>(shift.weightsAt());
        weights.put(gateways, Map.of("idc-a", a, "idc-b", b));
        return weights;
    }

    private static TrafficShiftSpec with(TrafficShiftSpec shift, Map<String, Map<String, Integer>> weightsAt,
            Set<String> excluded) {
        return new TrafficShiftSpec(shift.scope(), Map.of(), weightsAt, excluded, "", null, OnExpiry.ALARM, false,
                shift.generation(), "");
    }

    /** Some IDCs, DrGroups and Services, some shifts that stand, and a switch-over that is asked for. */
    private static final class RandomFleet {

        private final Random random;
        private final List<ShiftScope> scopes = new ArrayList<>();
        private ControlState state = ControlState.empty();

        RandomFleet(Random random) {
            this.random = random;
            IDCS.forEach(idc -> put(idc, new IdcSpec(null, null, List.of(), List.of(), 0)));
            for (int i = 0; i < 3; i++) {
                List<String> idcs = some();
                put("group-" + i, new DrGroupSpec(idcs, 1));
                scopes.add(new ShiftScope.DrGroupScope("group-" + i));
            }
            for (int i = 0; i < 5; i++) {
                String group = random.nextInt(5) == 0 ? null : "group-" + random.nextInt(3);
                put("service-" + i, ServiceSpec.of(List.of("service-" + i + ".test"), group));
                scopes.add(new ShiftScope.ServiceScope("service-" + i));
            }
            IDCS.forEach(idc -> scopes.add(new ShiftScope.IdcScope(idc)));
            for (int i = random.nextInt(5); i > 0; i--) {
                TrafficShiftSpec shift = shift(scopes.get(random.nextInt(scopes.size())));
                put(shift.scope().resourceName(), shift);
            }
        }

        private void put(String name, Spec spec) {
            state = state.with(Resource.of(name, spec).withRevision(state.revision() + 1));
        }

        private List<String> some() {
            List<String> idcs = new ArrayList<>(IDCS);
            Collections.shuffle(idcs, random);
            return List.copyOf(idcs.subList(0, 2 + random.nextInt(3)));
        }

        private Map<String, Integer> division() {
            List<String> idcs = some();
            int first = random.nextInt(101);
            return Map.of(idcs.get(0), first, idcs.get(1), 100 - first);
        }

        private TrafficShiftSpec shift(ShiftScope scope) {
            boolean cleared = random.nextInt(4) == 0;
            Map<String, Map<String, Integer>> at = new LinkedHashMap<>();
            if (!cleared && random.nextBoolean()) {
                some().forEach(idc -> at.put(idc, division()));
            }
            Map<String, Integer> weights = cleared || (!at.isEmpty() && random.nextBoolean()) ? Map.of() : division();
            Set<String> excluded = cleared || random.nextBoolean() ? Set.of() : Set.of(some().getFirst());
            return new TrafficShiftSpec(scope, weights, at, excluded, "", null, OnExpiry.ALARM, cleared,
                    new Generation(1 + random.nextInt(5), some().getFirst()), "bob");
        }

        Question question() {
            List<String> idcs = some();
            String from = idcs.get(0);
            List<ShiftScope> asked = switch (random.nextInt(3)) {
                case 0 -> List.of(new ShiftScope.IdcScope(from));
                case 1 -> List.of(scopes.get(random.nextInt(3)));
                default -> List.of(scopes.get(3), scopes.get(4 + random.nextInt(4)));
            };
            List<Integer> steps = random.nextBoolean() ? List.of(100) : List.of(1 + random.nextInt(100));
            SwitchOverSpec spec = new SwitchOverSpec(asked, from, idcs.get(1), steps, Duration.ZERO, Gates.DEFAULT,
                    SwitchMode.GRACEFUL, SwitchOverSpec.NO_FENCE, random.nextBoolean(), SwitchOverSpec.EXPIRES,
                    OnExpiry.ALARM, "test", null);
            Scene scene = new Scene();
            scene.state = state;
            return Question.of(Scene.ID, spec, SwitchOrigin.MANUAL, scene.ground());
        }
    }
}
