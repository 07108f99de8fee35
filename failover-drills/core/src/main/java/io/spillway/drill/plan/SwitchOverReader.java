package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverState;
import org.jspecify.annotations.Nullable;

/** Reads the steps that move traffic by the state machine. */
final class SwitchOverReader {

    private static final ScalarType<Integer> PERCENT = ScalarType.integer(1, 100);
    private static final List<Integer> AT_ONCE = List.of(100);

    private SwitchOverReader() {}

    static Step read(Decoder move, String event, @Nullable Expectation expectation, Duration within) {
        String from = move.required("from", ScalarType.SOME_TEXT);
        String to = move.required("to", ScalarType.SOME_TEXT);
        if (from.equals(to) && !from.isEmpty()) {
            move.violation("to", "another IDC than from");
        }
        List<Integer> percents = move.list("steps", PERCENT);
        for (int i = 1; i < percents.size(); i++) {
            if (percents.get(i) <= percents.get(i - 1)) {
                move.violation("steps", percents.toString(), "percentages that rise");
            }
        }
        return new Step.SwitchOver(event, expectation, move.required("idc", ScalarType.SOME_TEXT),
                move.required("name", ScalarType.SOME_TEXT), move.required("scope", ScalarType.SOME_TEXT), from, to,
                percents.isEmpty() ? AT_ONCE : percents, move.optional("soak", ScalarType.DURATION, Duration.ZERO),
                move.optional("mode", ScalarType.lowerCaseChoice(SwitchMode.class), SwitchMode.GRACEFUL),
                move.required("reason", ScalarType.SOME_TEXT), within,
                move.optional("origin", ScalarType.lowerCaseChoice(SwitchOrigin.class), SwitchOrigin.DRILL),
                move.optional("until", ScalarType.lowerCaseChoice(SwitchOverState.class), SwitchOverState.COMPLETED));
    }

    static Step readAwait(Decoder await, Duration within) {
        return new Step.AwaitSwitchOver(await.required("idc", ScalarType.SOME_TEXT),
                await.required("name", ScalarType.SOME_TEXT), within);
    }

    static Step readBack(Decoder back, String event, @Nullable Expectation expectation, Duration within) {
        return new Step.RollBack(event, expectation, back.required("idc", ScalarType.SOME_TEXT),
                back.required("name", ScalarType.SOME_TEXT), back.required("reason", ScalarType.SOME_TEXT), within);
    }
}
