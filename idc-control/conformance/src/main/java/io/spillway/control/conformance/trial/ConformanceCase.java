package io.spillway.control.conformance.trial;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.conformance.subject.ResourceKind;
import io.spillway.control.conformance.subject.SubjectServer;
import io.spillway.control.conformance.subject.Variant;
import io.spillway.control.conformance.wire.Timing;
import io.spillway.control.conformance.wire.Transcript;
import io.spillway.control.conformance.wire.Unmet;
import io.spillway.model.time.Ticker;

/**
 * One thing that an xDS server does or does not do.
 *
 * @param id       stable: the variant's letter and a number; what both variants have in common has the same number in both
 * @param title    what a conforming server does, as a sentence without a full stop
 * @param sentence what the specification says of it
 * @param needs    the kinds of resources that it uses
 */
public record ConformanceCase(String id, Variant variant, String title, Level level, Sentence sentence,
        Set<ResourceKind> needs, Script script) {

    /** Copies the kinds. */
    public ConformanceCase {
        needs = Set.copyOf(needs);
    }

    /** Runs it. The subject serves no resources of an earlier case; those of this one are removed again. */
    public CaseOutcome run(SubjectServer subject, Timing timing, Ticker ticker) {
        if (!subject.variants().contains(variant)) {
            return new CaseOutcome.NotApplicable("the server does not serve " + variant);
        }
        Set<ResourceKind> missing = new TreeSet<>(needs);
        missing.removeAll(subject.kinds());
        if (!missing.isEmpty()) {
            return new CaseOutcome.NotApplicable("the server does not take " + missing);
        }
        if (subject.separateStreams() && needs.size() > 1) {
            return new CaseOutcome.NotApplicable("it is about several types on one stream");
        }
        if (needs.contains(ResourceKind.RUNTIME) && !subject.servesEnding()) {
            return new CaseOutcome.NotApplicable("the server serves no resources that end");
        }
        Transcript transcript = new Transcript(ticker);
        try (Stage stage = new Stage(this, subject, timing, ticker, transcript)) {
            script.play(stage);
            return new CaseOutcome.Passed();
        } catch (Unmet unmet) {
            return new CaseOutcome.Failed(String.valueOf(unmet.getMessage()), transcript.lines());
        } catch (IOException adapter) {
            return new CaseOutcome.Failed("the adapter failed: " + adapter.getMessage(), transcript.lines());
        }
    }

    @Override
    public String toString() {
        return id + " " + title;
    }
}
