package io.spillway.drill.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.drill.measure.Requests;
import io.spillway.drill.plan.Invariant;
import io.spillway.drill.verdict.ClientGroup.Standing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each kind of invariant is seen to hold once, and to break once by a defect that is put into the record. */
@Tag("slow")
class InvariantKindsTest {

    private static final RunRecord GOOD = RunRecords.of(RunRecords.goodLog());

    record Case(Invariant invariant, RunRecord good, RunRecord defect) {
        @Override
        public String toString() {
            return invariant.getClass().getSimpleName();
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(new Invariant.NoneFailed("x", "GET", null, List.of("shift")), GOOD,
                        with(log -> log.add(Requests.failed(RunRecords.SHIFT_MS + 50, "idc-a")))),
                new Case(new Invariant.SuccessRate("x", 99.9, List.of()), GOOD,
                        with(log -> times(31, 2000, at -> log.add(Requests.failed(at, "idc-a"))))),
                new Case(new Invariant.Latency("x", 99, Duration.ofMillis(50), List.of()), GOOD,
                        with(log -> times(400, 2000, at -> log.add(slow(at))))),
                new Case(new Invariant.TrafficMoved("x", "shift-to-b", 99, Duration.ofSeconds(1)), GOOD,
                        with(log -> times(50, RunRecords.SHIFT_MS + 1100,
                                at -> log.add(Requests.served(at, "idc-a", "idc-a"))))),
                new Case(new Invariant.Recovered("x", "shift-to-b", 99, Duration.ofSeconds(1)), GOOD,
                        with(log -> times(50, RunRecords.SHIFT_MS + 1100,
                                at -> log.add(Requests.failed(at, "idc-a"))))),
                new Case(new Invariant.Misrouted("x", 0), GOOD,
                        with(log -> log.add(Requests.served(RunRecords.SHIFT_MS + 1001, "idc-a", "idc-a")))),
                new Case(new Invariant.Loops("x", 0), GOOD,
                        with(log -> log.add(
                                Requests.request(5000, "idc-a", null, new Outcome(Outcome.Kind.LOOP, ""), false)))),
                new Case(new Invariant.Refused("x", List.of("bad")), attempted(422), attempted(200)),
                new Case(new Invariant.Headroom("x", "idc-a", 1.8), LoadCurveRuns.raised(220),
                        LoadCurveRuns.raised(150)),
                new Case(new Invariant.StaysHome("x", 99, List.of("steady")), GOOD,
                        with(log -> times(200, 2000, at -> log.add(Requests.served(at, "idc-a", "idc-b"))))),
                new Case(new Invariant.Delivered("x", 100), GOOD, pushed(null)),
                new Case(new Invariant.PushLatency("x", 99, Duration.ofMillis(100)), GOOD, pushed(101.0)),
                new Case(new Invariant.Violations("x", 0), ControlRecords.good(),
                        ControlRecords.run(ControlRecords.churn(200, 200, 0, 2),
                                ControlRecords.group(ALL, Map.of("REPEATED_NONCE", 1L)), 104)),
                new Case(new Invariant.Newest("x", 100), ControlRecords.good(),
                        ControlRecords.run(ControlRecords.churn(200, 200, 0, 2),
                                ControlRecords.group(new Standing(9, 500, 499, 2, 2, true), Map.of()), 104)),
                new Case(new Invariant.ChangesWritten("x", 100, null), ControlRecords.good(),
                        ControlRecords.run(ControlRecords.churn(200, 199, 0, 2),
                                ControlRecords.group(ALL, Map.of()), 104)),
                new Case(new Invariant.HeapFlat("x", "old", 5), ControlRecords.good(),
                        ControlRecords.run(ControlRecords.churn(200, 200, 0, 2),
                                ControlRecords.group(ALL, Map.of()), 106)));
    }

    private static final Standing ALL = new Standing(10, 500, 500, 2, 2, true);

    private static RunRecord with(Consumer<RequestLog> defect) {
        RequestLog log = RunRecords.goodLog();
        defect.accept(log);
        return RunRecords.of(log);
    }

    private static RunRecord attempted(int status) {
        return GOOD.with(new SafetyRecord(List.of(), List.of(), List.of(),
                List.of(new SafetyRecord.Attempt("bad", status, "")), null));
    }

    private static void times(int count, double fromMs, Consumer<Double> each) {
        for (int i = 0; i < count; i++) {
            each.accept(fromMs + i);
        }
    }

    private static Request slow(double atMs) {
        return new Request(Math.round(atMs * 1000), 51_000, Outcome.OK, "idc-a", "idc-a", "idc-a", "orders", false);
    }

    private static RunRecord pushed(@org.jspecify.annotations.Nullable Double ackMs) {
        List<Push> pushes = new ArrayList<>(RunRecords.goodPushes());
        pushes.add(new Push("idc-a", "gateway-9", "EDS", 8, RunRecords.SHIFT_MS, ackMs, false, true));
        return RunRecords.withPushes(GOOD, pushes);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holdsInAGoodRunAndBreaksByItsDefect(Case of) {
        Finding good = Predicates.check(of.good(), of.invariant());
        Finding defect = Predicates.check(of.defect(), of.invariant());
        assertThat(good.holds()).as(good.detail()).isTrue();
        assertThat(defect.holds()).as(defect.detail()).isFalse();
        assertThat(Judge.judge(of.defect(), List.of(of.invariant())).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void noKindIsLeftOut() {
        assertThat(cases()).extracting(of -> of.invariant().getClass().getName()).containsExactlyInAnyOrder(
                Arrays.stream(Invariant.class.getPermittedSubclasses()).map(Class::getName).toArray(String[]::new));
    }
}
