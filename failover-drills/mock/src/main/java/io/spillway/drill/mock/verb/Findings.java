package io.spillway.drill.mock.verb;

import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.mock.fleet.GroupResult;

/**
 * What was not as it should be.
 *
 * @param reasons one line each; empty when all was fine
 * @param code exit code: 0 all was fine, 1 it was not, 3 no client ever had a stream
 */
record Findings(List<String> reasons, int code) {

    static final int FAILED = 1;
    static final int UNREACHABLE = 3;

    Findings {
        reasons = List.copyOf(reasons);
    }

    static Findings of(List<GroupResult> results, boolean allFinished) {
        List<String> reasons = new ArrayList<>();
        for (GroupResult group : results) {
            group.violations().forEach((kind, noted) -> reasons
                    .add(group.name() + ": the server sent " + kind.words() + ", " + noted.count() + " times"));
            if (group.missed().count() > 0) {
                reasons.add(
                        group.name() + ": " + group.missed().count() + " times what a client waited for did not come");
            }
            if (group.everConnected() < group.clients()) {
                reasons.add(group.name() + ": " + (group.clients() - group.everConnected()) + " of " + group.clients()
                        + " clients never had a stream");
            }
            if (!allFinished && group.finished() < group.clients()) {
                reasons.add(group.name() + ": " + (group.clients() - group.finished()) + " of " + group.clients()
                        + " clients did not do all their steps in time");
            }
        }
        boolean anybody = results.stream().anyMatch(group -> group.everConnected() > 0);
        return new Findings(reasons, !anybody ? UNREACHABLE : reasons.isEmpty() ? 0 : FAILED);
    }
}
