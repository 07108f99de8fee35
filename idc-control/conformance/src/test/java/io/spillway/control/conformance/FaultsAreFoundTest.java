package io.spillway.control.conformance;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.spillway.control.conformance.cases.Suite;
import io.spillway.control.conformance.trial.CaseResult;
import io.spillway.control.conformance.trial.ConformanceCase;
import io.spillway.control.conformance.wire.Timing;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A suite that passes everything proves nothing: each fault, put into the streams of a conforming server, is found by the
 * cases that are about it, and one that has nothing to do with it passes still.
 */
@Tag("slow")
class FaultsAreFoundTest {

    private static final Timing SHORT = new Timing(Duration.ofMillis(1500), Duration.ofMillis(500));

    private static final int AT_ONCE = 3;

    /** @param passes a case that has nothing to do with it */
    private record Kind(String name, Supplier<Fault> fault, String passes, List<String> finders) {}

    private static List<Kind> kinds() {
        return List.of(fault("one nonce for all responses", Fault.OneNonce::new, "D-01", "D-03"),
                fault("removals are not said", Fault.SilentRemoval::new, "D-01", "D-63", "D-64", "D-65", "D-72",
                        "D-76", "D-77", "D-81"),
                fault("a star is a name", Fault.StarIsAName::new, "D-01", "D-36", "D-39", "D-65"),
                fault("a refused response is sent again", Fault.Insisting::new, "D-08", "D-07", "D-51"),
                fault("responses of another type than their resources", Fault.WrongType::new, "D-63", "D-04"),
                fault("each resource twice", Fault.Doubled::new, "D-01", "D-17", "D-18", "D-19"),
                fault("no second time for a name", Fault.Remembering::new, "D-01", "D-13", "D-68"),
                fault("a stale nonce is dropped with its names", Fault.StrictNonce::new, "D-10", "D-66", "D-67"),
                fault("what a client holds is not listened to", Fault.Forgetful::new, "D-75", "D-74", "D-76", "D-78"),
                fault("what a client says it holds is never sent", Fault.Believing::new, "D-74", "D-75", "D-80",
                        "D-88"),
                fault("a node is wanted in each request", Fault.NodeInEach::new, "D-01", "D-29", "D-11"),
                fault("a world is sent in part", WorldFault.PartialWorld::new, "S-01", "S-37", "S-63", "S-64"),
                fault("the version never changes", WorldFault.OneVersion::new, "S-01", "S-60"),
                fault("an empty world is not sent", WorldFault.NeverEmpty::new, "S-65", "S-66"),
                fault("each Ack gets a response", WorldFault.Chatty::new, "S-01", "S-05", "S-07"),
                fault("a stale nonce counts", WorldFault.StaleCounts::new, "S-11", "S-61"),
                fault("an empty list is everything for ever", WorldFault.EmptyIsAll::new, "S-37", "S-43", "S-44"));
    }

    private static Kind fault(String name, Supplier<Fault> fault, String passes, String... finders) {
        return new Kind(name, fault, passes, List.of(finders));
    }

    /** The first streams of a JVM are slow, and a fault is to be found by its own time-out only. */
    @BeforeAll
    static void warmUp() throws Exception {
        List<ConformanceCase> cases = Suite.cases().stream().filter(one -> one.id().endsWith("-01")).toList();
        List<CaseResult> results = new Runner(SpillwaySubject::start, 1, Timing.LOCAL, Ticker.system(), false).run(
                cases,
                _ -> {});
        assertThat(results).hasSize(2);
    }

    /** They mostly wait, so some run at once. */
    @TestFactory
    Stream<DynamicTest> everyFaultIsFoundByTheCasesThatAreAboutIt() throws Exception {
        Map<Kind, Future<List<CaseResult>>> running = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            kinds().forEach(kind -> running.put(kind, threads.submit(() -> run(kind))));
        }
        return running.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey().name(),
                        () -> check(one.getKey(), one.getValue().get())));
    }

    private static List<CaseResult> run(Kind kind) throws Exception {
        List<ConformanceCase> cases = Suite.cases().stream()
                .filter(one -> one.id().equals(kind.passes()) || kind.finders().contains(one.id())).toList();
        return new Runner(() -> SpillwaySubject.start(kind.fault()), 2, SHORT, Ticker.system(), false).run(cases,
                _ -> {});
    }

    private static void check(Kind kind, List<CaseResult> results) {
        List<String> failed = results.stream().filter(CaseResult::failed).map(result -> result.played().id()).toList();
        assertThat(failed).as(kind.name()).containsExactlyInAnyOrderElementsOf(kind.finders());
        assertThat(results).as("with one that must pass").hasSize(kind.finders().size() + 1);
    }
}
