package io.spillway.control.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.spillway.control.conformance.cases.Suite;
import io.spillway.control.conformance.trial.CaseOutcome;
import io.spillway.control.conformance.trial.CaseResult;
import io.spillway.control.conformance.trial.ConformanceCase;
import io.spillway.control.conformance.wire.Timing;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.fail;

/** Our own server conforms: every case, none left out. */
@Tag("slow")
class SpillwayConformanceTest {

    private static final int SERVERS = 8;
    /** Builds run on busy machines; who conforms waits for no deadline. */
    private static final Timing PATIENT = new Timing(Duration.ofSeconds(15), Duration.ofMillis(150));

    @TestFactory
    Stream<DynamicTest> everyCase() throws IOException, InterruptedException {
        List<CaseResult> results = new Runner(SpillwaySubject::start, SERVERS, PATIENT, Ticker.system(), false)
                .run(Suite.cases(), _ -> {});
        return tests(results);
    }

    /** Everything that is of one type, at the service of that type. */
    @TestFactory
    Stream<DynamicTest> everyCaseOfOneTypeOnSeparateStreams() throws IOException, InterruptedException {
        List<ConformanceCase> ofOneType = Suite.cases().stream().filter(one -> one.needs().size() == 1).toList();
        return tests(new Runner(SpillwaySubject::startSeparate, SERVERS, PATIENT, Ticker.system(), false)
                .run(ofOneType, _ -> {}));
    }

    private static Stream<DynamicTest> tests(List<CaseResult> results) {
        return results.stream().map(result -> DynamicTest.dynamicTest(result.played().toString(), () -> check(result)));
    }

    private static void check(CaseResult result) {
        if (!(result.outcome() instanceof CaseOutcome.Passed)) {
            String transcript = result.outcome() instanceof CaseOutcome.Failed failed
                    ? String.join("\n", failed.transcript())
                    : "";
            fail(result.word() + ": " + result.why() + "\n\"" + result.played().sentence().text() + "\"\n"
                    + transcript);
        }
    }
}
