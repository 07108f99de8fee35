package io.spillway.gateway.route;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroupChoiceTest {
    private static RouteAction.Forward forward(WeightedCluster... clusters) {
        return new RouteAction.Forward(List.of(clusters), Duration.ZERO, RetryConditions.NONE, null);
    }

    @Test
    void dividesByWeightAndGivesNothingToZero() {
        RouteAction.Forward forward = forward(new WeightedCluster("a", 70), new WeightedCluster("zero", 0),
                new WeightedCluster("b", 30));
        Random random = new Random(1);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 100_000; i++) {
            ChosenGroup chosen = GroupChoice.choose(forward, Requests.get("h", "/"), random);
            assertThat(chosen.reason()).isEqualTo("weight");
            counts.merge(chosen.cluster(), 1, Integer::sum);
        }
        assertThat(counts).containsOnlyKeys("a", "b");
        assertThat(counts.getOrDefault("a", 0) / 1000.0).isCloseTo(70, Offset.offset(1.0));
    }

    @Test
    void oneClusterNeedsNoDraw() {
        assertThat(GroupChoice.choose(forward(new WeightedCluster("a", 5)), Requests.get("h", "/"), new Random(1)))
                .isEqualTo(new ChosenGroup("a", "only"));
    }

    @Test
    void weightsThatSumToNothingAreRefused() {
        assertThatThrownBy(() -> forward(new WeightedCluster("a", 0))).hasMessageContaining("sum of weights")
                .hasMessageContaining("0 (expected: 1..");
    }

    @Test
    void aRewriteReplacesThePrefixAndNothingElse() {
        assertThat(new PrefixRewrite("/old", "/new").apply("/old/x?a=/old")).isEqualTo("/new/x?a=/old");
        assertThat(new PrefixRewrite("/old", "/").apply("/old/x")).isEqualTo("/x");
        assertThat(new PrefixRewrite("/old", "/").apply("/old?q")).isEqualTo("/?q");
        assertThat(new PrefixRewrite("/", "/new/").apply("/x")).isEqualTo("/new/x");
        assertThat(new PrefixRewrite("/old", "/new").apply("/other")).isEqualTo("/other");
    }

    @Test
    void redirectsKeepWhatTheyDoNotName() {
        RouteAction.Redirect redirect = new RouteAction.Redirect(301,
                new RedirectTarget("https", null, null, new PrefixRewrite("/old", "/new")), false);
        assertThat(redirect.location(Requests.get("h:8080", "/old/x?q=1"), "http"))
                .isEqualTo("https://h:8080/new/x?q=1");
        assertThat(new RouteAction.Redirect(302, new RedirectTarget(null, "o.example", null, new FullPathRewrite("/p")),
                true).location(Requests.get("h", "/old?q=1"), "http")).isEqualTo("http://o.example/p");
    }
}
