package io.spillway.control.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.WriteResult;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServicePolicy;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.Transaction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Updates that other control planes lost, or endpoints that they kept, each as one case from the registry to a client. The
 * numbers are those of issues and pull requests of istio/istio.
 */
@Tag("slow")
class WhatOthersLostTest {

    private static final Map<String, String> APP = Map.of("app", "orders");

    @TempDir
    Path folder;

    private static Resource selecting(String service, Map<String, String> selector) {
        ServiceSpec plain = ServiceSpec.of(List.of(service + ".test"), "core");
        return Resource.of(service, new ServiceSpec(plain.hosts(), selector, plain.groups(), "core",
                ServicePolicy.DEFAULTS, plain.exportTo()));
    }

    /** It names a service that is not there, so that only selectors find it. */
    private static Resource workload(String name, int port, Map<String, String> labels) {
        return Resource.of(name, new WorkloadEntrySpec("legacy", "default", "primary-a", "10.0.0.1", port, 100,
                WorkloadState.UP, labels, null));
    }

    private static void delete(TestNode node, Kind kind, String name) {
        assertThat(node.service().delete(new DeleteRequest(kind, name, false, null, "test")))
                .isInstanceOf(WriteResult.Applied.class);
    }

    /** None, also of a service that is not there yet. */
    private static Set<Integer> ports(DeltaDiscoveryResponse response) throws InvalidProtocolBufferException {
        if (response.getResourcesCount() == 0) {
            return Set.of();
        }
        List<Integer> ports = response.getResources(0).getResource().unpack(ClusterLoadAssignment.class)
                .getEndpointsList().stream().flatMap(locality -> locality.getLbEndpointsList().stream())
                .map(endpoint -> endpoint.getEndpoint().getAddress().getSocketAddress())
                .map(SocketAddress::getPortValue).toList();
        assertThat(ports).as("an address stands once").doesNotHaveDuplicates();
        return new TreeSet<>(ports);
    }

    /** A client of one service, and what it knows of it. */
    private static final class Watcher implements AutoCloseable {

        private final DeltaClient client;

        Watcher(TestNode node, String service) {
            client = DeltaClient.gateway(node, "gw-of-" + service);
            client.subscribe(ResourceType.ENDPOINT, service + "/default@local");
        }

        /** Takes what comes until exactly these are the endpoints, and then nothing more comes. */
        void awaitPorts(Integer... wanted) throws Exception {
            Set<Integer> seen = ports(client.take(ResourceType.ENDPOINT));
            while (!seen.equals(Set.of(wanted))) {
                seen = ports(client.take(ResourceType.ENDPOINT));
            }
            client.expectSilence();
        }

        void expectNothing() throws InterruptedException {
            client.expectSilence();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** #30823: what came while an earlier change was being worked on was taken for done with it. */
    @Test
    void aChangeThatComesWhileAnotherIsTakenIsTakenToo() {
        try (Registry registry = TestNode.registry(folder)) {
            Set<String> heard = ConcurrentHashMap.newKeySet();
            List<ControlState> served = new CopyOnWriteArrayList<>();
            StateListener listener = new StateListener() {
                @Override
                public void onChange(StateChange change) {
                    List<String> names = change.resources().stream().map(one -> one.newest().name()).toList();
                    // The next one is there before this one is through.
                    names.stream().filter(name -> !name.equals("w-9")).forEach(name -> put(registry,
                            workload("w-" + (Integer.parseInt(name.substring(2)) + 1), 9000, APP)));
                    served.add(change.state()); // first: whoever has heard of all finds the state that has them
                    heard.addAll(names);
                }

                @Override
                public void onLoaded(ControlState state) {
                    put(registry, workload("w-0", 9000, APP));
                }
            };
            try (StateKeeper keeper = new StateKeeper(registry, new StoredRecords(),
                    new StateKeeper.Times(Ticker.system(), InstantSource.system()), Duration.ofDays(1), listener)) {
                keeper.start();
                Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5))
                        .untilAsserted(() -> assertThat(heard).hasSize(10));
                assertThat(served.getLast().all(Kind.WORKLOAD_ENTRY).size()).isEqualTo(10);
            }
        }
    }

    private static void put(Registry registry, Resource resource) {
        assertThat(registry.commit(new Transaction(List.of(), List.of(Operation.put(
                ResourceKeys.keyOf(resource.kind(), resource.name()),
                new StoredRecords().write(resource, null, "test", Instant.EPOCH))))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    /** #35404: a service grew to 100 workloads and shrank to one, addresses were used again, and some of the dead stayed. */
    @Test
    void ofAServiceThatGrewAndShrankOnlyTheLivingAreLeft() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders()) {
            node.applied(selecting("orders", APP));
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 100; i++) {
                    // In the second round other names have the same addresses, one further.
                    node.applied(workload("w-" + round + "-" + i, 9000 + (i + round) % 100, APP));
                }
                int past = round - 1;
                IntStream.range(0, round * 100)
                        .forEach(i -> delete(node, Kind.WORKLOAD_ENTRY, "w-" + past + "-" + i));
            }
            for (int i = 1; i < 100; i++) {
                delete(node, Kind.WORKLOAD_ENTRY, "w-1-" + i);
            }
            try (Watcher watcher = new Watcher(node, "orders")) {
                watcher.awaitPorts(9001);
            }
        }
    }

    /** #35559: endpoints were kept by address, so the end of one of two entries with one address took the other along. */
    @Test
    void theEndOfOneOfTwoWithTheSameAddressLeavesTheOther() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders(); Watcher watcher = watching(node, "orders")) {
            node.applied(workload("w-1", 9001, APP), workload("w-2", 9001, APP), workload("w-3", 9003, APP));
            watcher.awaitPorts(9001, 9003);
            delete(node, Kind.WORKLOAD_ENTRY, "w-1");
            watcher.awaitPorts(9001, 9003);
            node.applied(workload("w-1", 9001, APP));
            watcher.awaitPorts(9001, 9003);
            node.applied(workload("w-1", 9002, APP));
            watcher.awaitPorts(9001, 9002, 9003);
            delete(node, Kind.WORKLOAD_ENTRY, "w-2");
            watcher.awaitPorts(9002, 9003);
        }
    }

    private static Watcher watching(TestNode node, String service) {
        node.applied(selecting(service, APP));
        return new Watcher(node, service);
    }

    /** #52229: of several services whose selectors overlap one got what was another's, or nobody did. */
    @Test
    void servicesWhoseSelectorsOverlapHaveTheSameWorkloadAndLoseItEachForItself() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders();
                Watcher all = watching(node, "all");
                Watcher canary = new Watcher(node, "canary")) {
            node.applied(selecting("canary", Map.of("app", "orders", "track", "canary")));
            node.applied(workload("w-1", 9001, APP),
                    workload("w-2", 9002, Map.of("app", "orders", "track", "canary")));
            all.awaitPorts(9001, 9002);
            canary.awaitPorts(9002);
            node.applied(selecting("canary", Map.of("app", "orders")));
            canary.awaitPorts(9001, 9002);
            all.expectNothing();
            delete(node, Kind.SERVICE, "canary");
            all.expectNothing();
            node.applied(selecting("canary", Map.of("track", "canary")));
            node.applied(workload("w-2", 9002, Map.of("track", "canary")));
            all.awaitPorts(9001);
        }
    }

    /** #25678: a workload whose labels do not match any more stayed. */
    @Test
    void aWorkloadThatIsSelectedNoMoreLeavesAndComesBack() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders(); Watcher watcher = watching(node, "orders")) {
            node.applied(workload("w-1", 9001, APP), workload("w-2", 9002, APP));
            watcher.awaitPorts(9001, 9002);
            node.applied(workload("w-2", 9002, Map.of("app", "orders-off")));
            watcher.awaitPorts(9001);
            node.applied(workload("w-2", 9002, APP));
            watcher.awaitPorts(9001, 9002);
        }
    }

    /** #26178: a workload that moved was there twice, at its old and its new address. */
    @Test
    void aWorkloadThatMovesIsAtOnePlace() throws Exception {
        try (TestNode node = TestNode.start(folder).withOrders(); Watcher watcher = watching(node, "orders")) {
            node.applied(workload("w-1", 9001, APP));
            watcher.awaitPorts(9001);
            node.applied(workload("w-1", 9002, APP));
            watcher.awaitPorts(9002);
        }
    }
}
