package io.spillway.it.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.google.protobuf.Any;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.sync.peer.SyncSettings;
import io.spillway.wire.record.ReplicatedRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The line between two IDCs is cut for ten minutes, in which one in a hundred services changes. What then crosses it, in both
 * directions, follows what changed and not what there is.
 */
@Tag("real")
class LongCutTest extends CountedIdcs {

    private static final int SERVICES = 2_000;
    private static final int CHANGED = SERVICES / 100;
    private static final int AT_ONCE = 40;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    /** Longer than the test: nothing is told again just because it is time. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private Writes writes;

    @BeforeEach
    void start() throws Exception {
        for (int from = 0; from < SERVICES; from += AT_ONCE) {
            List<Resource> some = new ArrayList<>();
            for (int i = from; i < from + AT_ONCE; i++) {
                some.add(Resource.of(name(i), ServiceSpec.of(List.of(name(i) + ".test"), "core")));
                some.add(workload(name(i), 1));
            }
            applied(some);
        }
        writes = Writes.of(a.registry);
        hears();
        await().until(() -> a.imports().size() == SERVICES);
        writes.forget();
    }

    @AfterEach
    void stop() throws Exception {
        writes.close();
    }

    private static String name(int service) {
        return "service-" + service;
    }

    private static Resource workload(String service, int number) {
        return workload(service, number, WorkloadState.UP, 100);
    }

    private void hears() {
        hears(LEASE, SyncSettings.CONFIRM_AFTER);
    }

    /** One in a hundred gets one more workload. Returns which. */
    private List<String> churn(int number) {
        List<String> changed = IntStream.range(0, CHANGED).mapToObj(i -> name(100 * i + number)).toList();
        applied(changed.stream().map(service -> workload(service, number)).toList());
        return changed;
    }

    /** Waits until all of them are known, and sees that nothing else was written. */
    private void known(List<String> changed) {
        Set<String> names = changed.stream().map(service -> "idc-b/" + service).collect(Collectors.toSet());
        await().until(() -> writes.imports().keySet().containsAll(names));
        assertThat(writes.imports()).as("writes").isEqualTo(names.stream()
                .collect(Collectors.toMap(name -> name, _ -> 1)));
    }

    /** Returns how many octets these services are as a peer tells them. */
    private long octets(List<String> services) {
        return services.stream().mapToLong(service -> {
            ServiceEntrySpec entry = (ServiceEntrySpec) a.node.service()
                    .get(Kind.SERVICE_ENTRY, service + ".idc-b").orElseThrow().spec();
            return io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder().setName(service)
                    .setVersion("0123456789abcdef").setResource(Any.pack(ReplicatedRecords.toProto(entry))).build()
                    .getSerializedSize();
        }).sum();
    }

    private void isCutForTenMinutes() {
        line.cut();
        await().until(() -> !a.hearsAll());
        b.time.pass(TEN_MINUTES);
        a.syncTime.pass(TEN_MINUTES);
    }

    @Test
    void afterTheCutCrossesWhatChangedAndNothingElseIsToldOrWritten() {
        isCutForTenMinutes();
        List<String> changed = churn(2);
        long before = line.octets();
        long told = report.octets();
        line.mend();
        known(changed);
        long records = octets(changed);
        assertThat(line.octets() - before).as("octets on the line for records of %d", records)
                .isLessThanOrEqualTo(3 * records);
        assertThat(report.octets() - told).as("octets of the report for records of %d", records)
                .isLessThanOrEqualTo(3 * records + 2_000);
    }

    /** Its memory is gone; what the control plane has is as good. */
    @Test
    void neitherDoesARegistrySyncThatWasStartedAgainFetchWhatIsKnown() {
        isCutForTenMinutes();
        a.hearsNothing();
        List<String> changed = churn(3);
        long before = line.octets();
        line.mend();
        hears();
        known(changed);
        long records = octets(changed);
        assertThat(line.octets() - before).as("octets on the line for records of %d", records)
                .isLessThanOrEqualTo(3 * records);
    }
}
