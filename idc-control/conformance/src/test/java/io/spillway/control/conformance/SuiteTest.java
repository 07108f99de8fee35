package io.spillway.control.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.spillway.control.conformance.cases.Suite;
import io.spillway.control.conformance.report.Tables;
import io.spillway.control.conformance.subject.Variant;
import io.spillway.control.conformance.trial.ConformanceCase;
import io.spillway.control.conformance.trial.Sentence;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SuiteTest {

    @Test
    void idsAreUniqueAndSayTheVariant() {
        List<ConformanceCase> cases = Suite.cases();
        assertThat(cases).extracting(ConformanceCase::id).doesNotHaveDuplicates();
        assertThat(cases).allSatisfy(one -> assertThat(one.id()).matches(one.variant().letter() + "-\\d\\d"));
        for (Variant variant : Variant.values()) {
            assertThat(cases).filteredOn(one -> one.variant() == variant).hasSizeGreaterThan(60);
        }
    }

    @Test
    void titlesAreSentencesThatTellCasesApart() {
        for (Variant variant : Variant.values()) {
            List<String> titles = Suite.cases().stream().filter(one -> one.variant() == variant)
                    .map(ConformanceCase::title).toList();
            assertThat(titles).doesNotHaveDuplicates().allSatisfy(title -> assertThat(title).matches("[A-Z1].*[^.|]"));
        }
    }

    @Test
    void everySentenceOfTheSpecificationThatIsKeptHereHasACase() {
        assertThat(Suite.cases().stream().map(ConformanceCase::sentence).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Sentence.values()));
    }

    @Test
    void theReadmeHasTheTableOfCases() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(Tables.cases(Suite.cases()));
    }
}
