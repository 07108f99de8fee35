package io.spillway.gateway.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The same user goes to the same group, and only who must move does. */
@Tag("slow")
class StickySplitTest {
    private static final int KEYS = 20_000;
    private static final StickyKey USER = new StickyKey.Header("x-user");

    private static StickySplit split(int blue, int green, int red) {
        return new StickySplit(USER, List.of(new WeightedCluster("orders/blue", blue),
                new WeightedCluster("orders/green", green), new WeightedCluster("orders/red", red)));
    }

    private static Map<String, Integer> shares(StickySplit split) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            counts.merge(split.cluster("user-" + i), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void groupsGetKeysInProportionToTheirWeights() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 20; round++) {
            int[] weights = {random.nextInt(100), random.nextInt(100), 1 + random.nextInt(100)};
            int sum = weights[0] + weights[1] + weights[2];
            Map<String, Integer> counts = shares(split(weights[0], weights[1], weights[2]));
            String[] names = {"orders/blue", "orders/green", "orders/red"};
            for (int i = 0; i < names.length; i++) {
                assertThat(counts.getOrDefault(names[i], 0) / (double) KEYS).as(names[i] + " of " + sum)
                        .isCloseTo(weights[i] / (double) sum, within(0.015));
            }
        }
    }

    @Test
    void aKeyKeepsItsGroupWhateverTheOrderAndTheScaleOfTheWeights() {
        StickySplit other = new StickySplit(USER, List.of(new WeightedCluster("orders/red", 30),
                new WeightedCluster("orders/blue", 50), new WeightedCluster("orders/green", 20)));
        for (int i = 0; i < 1_000; i++) {
            String key = "user-" + i;
            assertThat(split(5, 2, 3).cluster(key)).isEqualTo(other.cluster(key));
        }
    }

    @Test
    void whenAWeightGrowsKeysOnlyMoveToThatGroupAndNoMoreThanItsNewShare() {
        StickySplit before = split(50, 40, 10);
        StickySplit after = split(50, 40, 30);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            String from = before.cluster("user-" + i);
            String to = after.cluster("user-" + i);
            if (!from.equals(to)) {
                moved++;
                assertThat(to).isEqualTo("orders/red");
            }
        }
        // from 10 of 100 to 30 of 120: the least that can move is the difference
        assertThat(moved / (double) KEYS).isCloseTo(30.0 / 120 - 10.0 / 100, within(0.01));
    }

    @Test
    void aTrafficShiftTakesNobodyToAnotherGroup() {
        StickySplit shifted = new StickySplit(USER, List.of(new WeightedCluster("orders/blue!idc-a", 50 * 30),
                new WeightedCluster("orders/blue!idc-b", 50 * 70), new WeightedCluster("orders/green!idc-a", 50 * 30),
                new WeightedCluster("orders/green!idc-b", 50 * 70)));
        int abroad = 0;
        for (int i = 0; i < KEYS; i++) {
            String key = "user-" + i;
            String cluster = shifted.cluster(key);
            assertThat(cluster).startsWith(split(50, 50, 0).cluster(key) + "!");
            abroad += cluster.endsWith("!idc-b") ? 1 : 0;
        }
        assertThat(abroad / (double) KEYS).isCloseTo(0.7, within(0.015));
    }

    private static StickySplit shifted(String group, int percent) {
        return new StickySplit(USER, List.of(new WeightedCluster(group + "!idc-a", 100 - percent),
                new WeightedCluster(group + "!idc-b", percent)));
    }

    @Test
    void whileAShiftGrowsAUserMovesOnceAndIsInOneIdcWhateverTheGroup() {
        int[] moved = {0, 0, 0};
        for (int i = 0; i < KEYS; i++) {
            String key = "user-" + i;
            boolean there = false;
            for (int step = 0; step < 3; step++) {
                int percent = new int[]{10, 50, 100}[step];
                boolean now = shifted("orders/blue", percent).cluster(key).endsWith("!idc-b");
                assertThat(now || !there).as("%s came back at %d %%", key, percent).isTrue();
                assertThat(shifted("orders/green", percent).cluster(key).endsWith("!idc-b")).isEqualTo(now);
                assertThat(shifted("payments/default", percent).cluster(key).endsWith("!idc-b")).isEqualTo(now);
                moved[step] += now && !there ? 1 : 0;
                there = now;
            }
        }
        assertThat(moved[0] / (double) KEYS).isCloseTo(0.10, within(0.01));
        assertThat(moved[1] / (double) KEYS).isCloseTo(0.40, within(0.015));
        assertThat(moved[0] + moved[1] + moved[2]).isEqualTo(KEYS);
    }

    @Test
    void aRequestWithoutTheKeyGoesByWeightAndAClientMayGetACookie() {
        SplittableRandom random = new SplittableRandom(1);
        List<WeightedCluster> clusters = List.of(new WeightedCluster("a", 1), new WeightedCluster("b", 1));
        Requests without = Requests.get("h", "/");
        assertThat(GroupChoice.choose(sticky(clusters, USER), without, random).reason()).isEqualTo("weight");
        StickyKey cookie = new StickyKey.Cookie("group", Duration.ofHours(1));
        ChosenGroup first = GroupChoice.choose(sticky(clusters, cookie), without, random);
        assertThat(first.reason()).isEqualTo("sticky");
        assertThat(first.cookie()).matches("group=[0-9a-f]+; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax");
        String sent = "x=1; " + String.valueOf(first.cookie()).split(";", 2)[0];
        ChosenGroup second = GroupChoice.choose(sticky(clusters, cookie),
                Requests.of("GET", "h", "/", Map.of("cookie", sent)), random);
        assertThat(second).isEqualTo(new ChosenGroup(first.cluster(), "sticky"));
    }

    @Test
    void aKeyIsReadWhereTheRouteSays() {
        Requests request = Requests.of("GET", "h", "/p?user=9&x", Map.of("x-user", "7", "cookie", "a=1; sid=8;b=2"));
        assertThat(USER.of(request)).isEqualTo("7");
        assertThat(new StickyKey.Cookie("sid", null).of(request)).isEqualTo("8");
        assertThat(new StickyKey.Cookie("b", null).of(request)).isEqualTo("2");
        assertThat(new StickyKey.Cookie("id", null).of(request)).isNull();
        assertThat(new StickyKey.Query("user").of(request)).isEqualTo("9");
        assertThat(new StickyKey.ClientAddress().of(request)).isNull();
    }

    private static RouteAction.Forward sticky(List<WeightedCluster> clusters, StickyKey key) {
        return new RouteAction.Forward(clusters, Duration.ZERO, RetryConditions.NONE, null, null,
                new Treatment(new StickySplit(key, clusters), null, null, null, null));
    }
}
