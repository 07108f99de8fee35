package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.churn.ChurnSpec;
import io.spillway.drill.churn.ChurnSpec.Kind;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;

/** Reads a step that lets workloads change all the time. */
final class ChurnReader {

    private static final int MOST_SERVICES = 5000;
    private static final int MOST_WORKLOADS = 100;
    private static final double MOST_PER_SECOND = 1000;
    private static final ScalarType<Integer> SERVICES = ScalarType.integer(1, MOST_SERVICES);
    private static final ScalarType<Integer> WORKLOADS = ScalarType.integer(1, MOST_WORKLOADS);
    private static final ScalarType<Double> RATE = ScalarType.number(0.1, MOST_PER_SECOND);

    private ChurnReader() {}

    static Step read(Decoder churn) {
        String idc = churn.required("idc", ScalarType.SOME_TEXT);
        int services = churn.required("services", SERVICES);
        int workloads = churn.optional("workloads", WORKLOADS, 2);
        double perSecond = churn.required("perSecond", RATE);
        List<Kind> kinds = churn.list("kinds", ScalarType.lowerCaseChoice(Kind.class));
        long seed = churn.optional("seed", ScalarType.longInteger(0, Long.MAX_VALUE), 1L);
        Duration over = churn.required("over", ScalarType.DURATION);
        List<Kind> wanted = kinds.isEmpty() ? List.of(Kind.values()) : kinds;
        if (workloads < 2 && wanted.contains(Kind.MEMBERSHIP)) {
            churn.violation("workloads", "at least 2 where membership changes, so that no service is empty");
            workloads = 2;
        }
        return new Step.Churn(idc, new ChurnSpec(services, workloads, perSecond, wanted, seed), over);
    }
}
