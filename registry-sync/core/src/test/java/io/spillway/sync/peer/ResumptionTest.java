package io.spillway.sync.peer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResumptionTest {

    private static final String ONE = "0000000000000001";
    private static final String OTHER = "0000000000000002";

    private final Resumption resumption = new Resumption("idc-b");

    private boolean digestOnTheNextStream() {
        resumption.ends();
        resumption.begins();
        return resumption.byDigest(Resumption.FEW);
    }

    @Test
    void ofFewRecordsTheVersionsAreSaid() {
        resumption.begins();
        assertThat(resumption.byDigest(Resumption.FEW - 1)).isFalse();
        assertThat(resumption.byDigest(Resumption.FEW)).isTrue();
    }

    @Test
    void aPeerThatDoesNotKnowTheDigestIsToldAllVersionsUntilWhatItSaysFits() {
        resumption.begins();
        assertThat(resumption.byDigest(Resumption.FEW)).isTrue();
        resumption.unknown();
        assertThat(digestOnTheNextStream()).isFalse();
        assertThat(resumption.lacks(ONE, ONE)).isFalse();
        assertThat(digestOnTheNextStream()).isTrue();
    }

    @Test
    void thatAPeerDoesNotKnowWhatWasNotSaidChangesNothing() {
        resumption.begins();
        resumption.unknown();
        assertThat(digestOnTheNextStream()).isTrue();
    }

    @Test
    void whatDoesNotFitIsLackedOnceAndThenThePeerCountsOtherwiseUntilTheStreamEnds() {
        resumption.begins();
        assertThat(resumption.lacks(ONE, ONE)).isFalse();
        assertThat(resumption.lacks(ONE, OTHER)).isTrue();
        assertThat(digestOnTheNextStream()).isFalse();
        assertThat(resumption.lacks(ONE, OTHER)).isFalse();
        assertThat(resumption.lacks(OTHER, ONE)).as("not compared any more").isFalse();
        assertThat(digestOnTheNextStream()).as("what it would say fits nothing").isFalse();
        assertThat(resumption.lacks(ONE, ONE)).isFalse();
        assertThat(digestOnTheNextStream()).isTrue();
    }

    @Test
    void aPeerThatSaysNoDigestsIsNotComparedUnlessOneWasSaidToIt() {
        resumption.begins();
        assertThat(resumption.lacks("", ONE)).isFalse();
        assertThat(resumption.byDigest(Resumption.FEW)).isTrue();
        assertThat(resumption.lacks("", ONE)).as("it may not have understood the digest").isTrue();
    }
}
