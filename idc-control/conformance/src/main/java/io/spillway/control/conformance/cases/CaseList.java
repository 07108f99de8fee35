package io.spillway.control.conformance.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.control.conformance.subject.Variant;
import io.spillway.control.conformance.trial.ConformanceCase;
import io.spillway.control.conformance.trial.Level;
import io.spillway.control.conformance.trial.Script;
import io.spillway.control.conformance.trial.Sentence;

/** Collects cases. Ids are never given again: a case that is dropped leaves a gap. */
final class CaseList {

    private final List<ConformanceCase> cases = new ArrayList<>();

    /** Adds a case of both variants. */
    void both(int number, Level level, Sentence sentence, String title, Set<ResourceKind> needs, Script script) {
        both(number, level, sentence, sentence, title, needs, script);
    }

    /** Adds a case of both variants for which the specification has a sentence each. */
    void both(int number, Level level, Sentence sotw, Sentence delta, String title, Set<ResourceKind> needs,
            Script script) {
        one(Variant.SOTW, number, level, sotw, title, needs, script);
        one(Variant.DELTA, number, level, delta, title, needs, script);
    }

    /** Adds a case of state of the world. */
    void sotw(int number, Level level, Sentence sentence, String title, Set<ResourceKind> needs, Script script) {
        one(Variant.SOTW, number, level, sentence, title, needs, script);
    }

    /** Adds a case of the incremental variant. */
    void delta(int number, Level level, Sentence sentence, String title, Set<ResourceKind> needs, Script script) {
        one(Variant.DELTA, number, level, sentence, title, needs, script);
    }

    /** Returns all, state of the world first, by number. */
    List<ConformanceCase> sorted() {
        return cases.stream().sorted(Comparator.comparing(ConformanceCase::variant)
                .thenComparing(ConformanceCase::id)).toList();
    }

    private void one(Variant variant, int number, Level level, Sentence sentence, String title,
            Set<ResourceKind> needs, Script script) {
        cases.add(new ConformanceCase("%s-%02d".formatted(variant.letter(), number), variant, title, level, sentence,
                needs, script));
    }
}
