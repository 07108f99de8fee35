package io.spillway.drill.mock.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

import io.spillway.drill.mock.message.ResponseView;

/** Judges responses as a client's conduct says, and counts what it refused. Belongs to the session's thread. */
final class Verdicts {

    private static final int[] NONE = {};

    private Conduct conduct = Conduct.PROMPT;
    private int[] refusals = NONE;

    Conduct conduct() {
        return conduct;
    }

    void conduct(Conduct now) {
        if (!now.nacks().equals(conduct.nacks())) {
            refusals = now.nacks().isEmpty() ? NONE : new int[now.nacks().size()];
        }
        conduct = now;
    }

    Verdict judge(TypeState state, ResponseView view, Scratch scratch) {
        List<NackRule> rules = conduct.nacks();
        for (int i = 0; i < rules.size(); i++) {
            NackRule rule = rules.get(i);
            if (rule.first() == 0 || refusals[i] < rule.first()) {
                Verdict verdict = judge(rule, state, view, scratch);
                if (!verdict.equals(Verdict.ACCEPTED)) {
                    refusals[i]++;
                    return verdict;
                }
            }
        }
        return Verdict.ACCEPTED;
    }

    private static Verdict judge(NackRule rule, TypeState state, ResponseView view, Scratch scratch) {
        Set<Integer> refused = new LinkedHashSet<>();
        StringJoiner words = new StringJoiner("; ", "rejected: ", "");
        for (int i = 0; i < view.resourceCount(); i++) {
            String name = state.shared.names().name(scratch.numbers[i]);
            if (rule.covers(state.shared.type(), name) && refused.add(scratch.numbers[i])) {
                words.add(name + ": " + rule.message());
            }
        }
        if (refused.isEmpty()) {
            return Verdict.ACCEPTED;
        }
        return rule.naming() ? new Verdict(words.toString(), refused) : new Verdict(rule.message(), Set.of());
    }
}
