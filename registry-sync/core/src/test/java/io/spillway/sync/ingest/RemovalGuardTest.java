package io.spillway.sync.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.spillway.sync.ingest.Absences.Absence;
import io.spillway.sync.ingest.RemovalGuard.Departure;
import io.spillway.sync.ingest.RemovalGuard.Member;
import io.spillway.sync.ingest.RemovalGuard.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Members go one by one without a question, many only when it is meant. */
class RemovalGuardTest {

    private static final Duration CONFIRM = Duration.ofSeconds(30);
    private static final long NOW = Duration.ofHours(1).toNanos();
    private static final Absence NEW = new Absence(NOW, NOW);
    private static final Absence CONFIRMED = new Absence(NOW - CONFIRM.toNanos(), NOW);

    private final List<Member> members = new ArrayList<>();
    private final List<Departure> departures = new ArrayList<>();

    @Test
    void aMinorityGoesAtOnce() {
        stay("orders", 3);
        miss("orders", 2, NEW);
        assertThat(judge().remove()).hasSize(2);
        assertThat(judge().held()).isEmpty();
    }

    @Test
    void halfOfAServiceIsNotMoreThanHalf() {
        stay("orders", 2);
        miss("orders", 2, NEW);
        assertThat(judge().remove()).hasSize(2);
    }

    @Test
    void moreThanHalfOfAServiceIsHeldThoughItIsLittleOfTheSource() {
        stay("orders", 1);
        miss("orders", 2, NEW);
        stay("users", 50);
        Verdict verdict = judge();
        assertThat(verdict.remove()).isEmpty();
        assertThat(verdict.held()).hasSize(2).allSatisfy((_, reason) -> assertThat(reason).isEqualTo(
                "removes_majority_of_endpoints: orders loses 2 of 3; waits for a reading that still misses them after 30s"));
    }

    @Test
    void theLastOneOfAServiceIsHeld() {
        miss("orders", 1, NEW);
        stay("users", 50);
        assertThat(judge().held().values()).singleElement().asString()
                .startsWith("empties_service: orders loses 1 of 1");
    }

    @Test
    void halfOfEachServiceAndMoreThanHalfOfTheSourceIsHeld() {
        for (int service = 0; service < 4; service++) {
            stay("s" + service, 1);
            miss("s" + service, 1, NEW);
        }
        miss("s0", 1, NEW);
        Verdict verdict = judge();
        assertThat(verdict.remove()).isEmpty();
        assertThat(verdict.held().values())
                .anyMatch(reason -> reason.startsWith("removes_majority_of_source: it loses 5 of 9"));
    }

    @Test
    void slowShrinkingIsSeenByWhatWentBefore() {
        stay("orders", 3);
        miss("orders", 1, NEW);
        for (int i = 0; i < 4; i++) {
            departures.add(new Departure("gone-" + i, "orders", NOW - Duration.ofMinutes(5).toNanos()));
        }
        assertThat(judge().held().values()).singleElement().asString().contains("orders loses 5 of 8");
        departures.replaceAll(
                gone -> new Departure(gone.name(), gone.service(), NOW - RemovalGuard.WINDOW.toNanos()));
        assertThat(judge().remove()).hasSize(1);
    }

    @Test
    void whatIsConfirmedGoesHalfAMinute() {
        miss("orders", 10, CONFIRMED);
        Verdict verdict = judge();
        assertThat(verdict.remove()).hasSize(5);
        assertThat(verdict.held()).hasSize(5).allSatisfy((_, reason) -> assertThat(reason)
                .contains("confirmed, at most half of them a minute"));
    }

    @Test
    void oneReadingConfirmsNothingHoweverLongAgoItWas() {
        long before = NOW - Duration.ofMinutes(30).toNanos();
        miss("orders", 2, new Absence(before, before));
        assertThat(judge().remove()).isEmpty();
    }

    @Test
    void aServiceWithOneIsEmptiedWhenThatIsConfirmed() {
        miss("orders", 1, CONFIRMED);
        assertThat(judge().remove()).hasSize(1);
    }

    @Test
    void whatAnOperatorReleasesIsNotHeldAndTheRestOfTheServiceIs() {
        miss("orders", 3, NEW);
        List<String> names = members.stream().map(Member::name).toList();
        Verdict verdict = RemovalGuard.judge(members, departures, NOW, CONFIRM, Set.copyOf(names.subList(0, 2)));
        assertThat(verdict.remove()).containsExactlyElementsOf(names.subList(0, 2));
        assertThat(verdict.held()).containsOnlyKeys(names.get(2));
    }

    private Verdict judge() {
        return RemovalGuard.judge(members, departures, NOW, CONFIRM, Set.of());
    }

    private void stay(String service, int count) {
        add(service, count, null);
    }

    private void miss(String service, int count, Absence absence) {
        add(service, count, absence);
    }

    private void add(String service, int count, @Nullable Absence absence) {
        for (int i = 0; i < count; i++) {
            members.add(new Member(service + "-" + members.size(), service, absence));
        }
    }
}
