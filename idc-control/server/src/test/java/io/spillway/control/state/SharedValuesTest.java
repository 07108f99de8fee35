package io.spillway.control.state;

import java.time.Duration;
import java.util.Map;

import io.spillway.model.resource.Resource;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What 100,000 workloads say alike is held once. */
class SharedValuesTest {

    private final SharedValues shared = new SharedValues();

    @Test
    void whatIsKeptEqualsWhatWasRead() {
        Resource read = read("w-1", "10.0.0.1", 1);
        assertThat(shared.of(read, null)).isEqualTo(read);
        assertThat(shared.of(read("w-1", "10.0.0.1", 2), read).metadata().revision()).isEqualTo(2);
    }

    @Test
    void twoWorkloadsOfOneServiceShareAllButNameAndAddress() {
        WorkloadEntrySpec one = spec(shared.of(read("w-1", "10.0.0.1", 1), null));
        WorkloadEntrySpec other = spec(shared.of(read("w-2", "10.0.0.2", 1), null));
        assertThat(other.service()).isSameAs(one.service());
        assertThat(other.cluster()).isSameAs(one.cluster());
        assertThat(other.labels()).isSameAs(one.labels());
        assertThat(other.lease()).isSameAs(one.lease());
    }

    /** Indexes hold the name that came first: with a new one for each revision there would be two for ever. */
    @Test
    void aNewRevisionSharesNameAndAddressWithTheOneBefore() {
        Resource before = shared.of(read("w-1", "10.0.0.1", 1), null);
        Resource after = shared.of(read("w-1", "10.0.0.1", 2), before);
        assertThat(after.name()).isSameAs(before.name());
        assertThat(spec(after).address()).isSameAs(spec(before).address());
        assertThat(spec(shared.of(read("w-1", "10.0.0.9", 3), after)).address()).isEqualTo("10.0.0.9");
    }

    @Test
    void moreValuesThanItRemembersAreKeptAsTheyAre() {
        for (int i = 0; i < 200_000; i++) {
            Resource read = Resource.of("w", new WorkloadEntrySpec("s-" + i, "default", "c", "10.0.0.1", 1, 1,
                    WorkloadState.UP, Map.of("n", "" + i), null));
            assertThat(shared.of(read, null).equals(read)).isTrue();
        }
    }

    private static WorkloadEntrySpec spec(Resource resource) {
        return (WorkloadEntrySpec) resource.spec();
    }

    /** As a record gives it: every text is another object. */
    private static Resource read(String name, String address, long revision) {
        StringBuilder own = new StringBuilder();
        return Resource.of(own.append(name).toString(), new WorkloadEntrySpec(new StringBuilder("orders").toString(),
                new StringBuilder("default").toString(), new StringBuilder("c-1").toString(),
                new StringBuilder(address).toString(), 80, 100, WorkloadState.UP,
                Map.of(new StringBuilder("app").toString(), "orders"), Duration.ofSeconds(30)))
                .withRevision(revision);
    }
}
