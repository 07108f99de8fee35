package io.spillway.control.service;

import java.util.List;

import io.spillway.model.resource.DrillState;
import org.jspecify.annotations.Nullable;

/**
 * What an agent reports of a run.
 *
 * @param agent   who played it
 * @param verdict PASS, FAIL, VOID or ABORTED
 * @param reasons why; none when it passed
 * @param report  where the report is kept; null for nowhere
 */
public record DrillOutcome(String agent, DrillState verdict, List<String> reasons, @Nullable String report) {

    public DrillOutcome {
        reasons = List.copyOf(reasons);
    }
}
