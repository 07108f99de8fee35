package io.spillway.gateway.xds.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterStats;
import io.envoyproxy.envoy.config.endpoint.v3.UpstreamLocalityStats;
import io.envoyproxy.envoy.service.load_stats.v3.LoadReportingServiceGrpc;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsRequest;
import io.envoyproxy.envoy.service.load_stats.v3.LoadStatsResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.gateway.xds.stream.ControlPlanes;
import io.spillway.gateway.xds.stream.FullJitter;
import io.spillway.gateway.xds.stream.StreamTiming;
import io.spillway.model.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The control plane asks for load reports, changes its mind, and dies. */
@Tag("slow")
class LoadReportTest {
    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final Locality THERE = new Locality("", "idc-b", "");

    private final AtomicLong later = new AtomicLong();
    private final AtomicReference<List<ClusterLoad>> totals = new AtomicReference<>(List.of());
    private BlockingQueue<StreamObserver<LoadStatsResponse>> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<LoadStatsRequest> requests = new LinkedBlockingQueue<>();
    private Server server = serve(0);
    private final LoadReportClient client = LoadReportClient.start(new LoadReportClient.Setting(
            Node.newBuilder().setId("gateway-1").build(),
            ControlPlanes.plaintext(List.of(new ControlAddress("127.0.0.1", server.getPort()))),
            StreamTiming.defaults(),
            new FullJitter(Duration.ofMillis(10), Duration.ofMillis(50), new SplittableRandom(1)),
            () -> Ticker.system().nanos() + later.get(), () -> NOW),
            () -> requireNonNull(totals.get()));

    /** Serves, and lets {@link #streams} be those of this server: what an older one still hears is nobody's. */
    private Server serve(int port) {
        BlockingQueue<StreamObserver<LoadStatsResponse>> mine = new LinkedBlockingQueue<>();
        streams = mine;
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(new LoadReportingServiceGrpc.LoadReportingServiceImplBase() {
                        @Override
                        public StreamObserver<LoadStatsRequest> streamLoadStats(
                                StreamObserver<LoadStatsResponse> responses) {
                            mine.add(responses);
                            return new Reading();
                        }
                    }).build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void end() {
        client.close();
        server.shutdownNow();
    }

    @Test
    void reportsCarryWhatHappenedSinceTheLastOne() throws Exception {
        totals.set(List.of(load(10, 8, 1, 1, 5)));
        StreamObserver<LoadStatsResponse> control = requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        assertThat(requireNonNull(requests.poll(5, TimeUnit.SECONDS)).getNode().getId()).isEqualTo("gateway-1");
        control.onNext(asking(true, 50));
        ClusterStats first = nextOf("orders/default");
        assertThat(first.getClusterServiceName()).isEqualTo("orders/default");
        UpstreamLocalityStats locality = first.getUpstreamLocalityStats(0);
        assertThat(locality.getLocality().getZone()).isEqualTo("idc-b");
        assertThat(locality.getPriority()).isEqualTo(1);
        assertThat(locality.getTotalIssuedRequests()).isEqualTo(10);
        assertThat(locality.getTotalSuccessfulRequests()).isEqualTo(8);
        assertThat(locality.getTotalErrorRequests()).isEqualTo(1);
        assertThat(locality.getTotalRequestsInProgress()).isEqualTo(1);
        assertThat(first.getTotalDroppedRequests()).isEqualTo(5);
        assertThat(first.getDroppedRequests(0).getCategory()).isEqualTo("max_requests");
        assertThat(locality.getLoadMetricStatsList()).first().satisfies(requests -> {
            assertThat(requests.getMetricName()).isEqualTo("spillway.requests");
            assertThat(requests.getNumRequestsFinishedWithMetric()).as("in ten attempts, or none").isEqualTo(13);
            assertThat(requests.getTotalMetricValue()).isEqualTo(13);
        });
        assertThat(first.getLoadReportInterval()).isNotEqualTo(com.google.protobuf.Duration.getDefaultInstance());
        totals.set(List.of(load(13, 12, 1, 0, 5)));
        ClusterStats second = nextOf("orders/default");
        while (second.getUpstreamLocalityStats(0).getTotalIssuedRequests() == 0) {
            second = nextOf("orders/default");
        }
        assertThat(second.getUpstreamLocalityStats(0).getTotalIssuedRequests()).isEqualTo(3);
        assertThat(second.getTotalDroppedRequests()).isZero();
        assertThat(second.getUpstreamLocalityStats(0).getLoadMetricStats(0).getNumRequestsFinishedWithMetric())
                .isEqualTo(4);
    }

    @Test
    void requestsThatWereRefusedBeforeAnybodyWasAskedAreTold() throws Exception {
        totals.set(List.of(new ClusterLoad("orders/default", "orders/default", 5, List.of(),
                Map.of("max_requests", 5L))));
        StreamObserver<LoadStatsResponse> control = requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        control.onNext(asking(true, 50));
        assertThat(nextOf("orders/default").getUpstreamLocalityStatsList()).singleElement().satisfies(nowhere -> {
            assertThat(nowhere.hasLocality()).isFalse();
            assertThat(nowhere.getTotalIssuedRequests()).isZero();
            assertThat(nowhere.getLoadMetricStats(0).getNumRequestsFinishedWithMetric()).isEqualTo(5);
        });
    }

    @Test
    void howRequestsEndedIsToldAsDifferencesOfWhatIsNotZero() throws Exception {
        totals.set(List.of(finished(2, 1, List.of(0L, 5L, 0L, 1L))));
        StreamObserver<LoadStatsResponse> control = requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        control.onNext(asking(true, 50));
        assertThat(metrics(nextOf("orders/default"))).isEqualTo(Map.of("spillway.requests", 9L, "spillway.unserved", 3L,
                "spillway.failed", 2L, "spillway.misrouted", 1L, "spillway.latency.1", 5L, "spillway.latency.3", 1L));
        totals.set(List.of(finished(2, 1, List.of(0L, 6L, 0L, 1L))));
        assertThat(metrics(nextOf("orders/default"))).as("nothing was attempted, one has ended")
                .isEqualTo(Map.of("spillway.requests", 0L, "spillway.unserved", 0L, "spillway.latency.1", 1L));
    }

    private static ClusterLoad finished(long failed, long misrouted, List<Long> latency) {
        return new ClusterLoad("orders/default", "orders/default", 9,
                List.of(new LocalityLoad(THERE, 1, 6, 6, 0, 0, new FinishedLoad(failed, misrouted, latency))), Map.of(),
                3);
    }

    private static Map<String, Long> metrics(ClusterStats stats) {
        Map<String, Long> metrics = new HashMap<>();
        stats.getUpstreamLocalityStats(0).getLoadMetricStatsList().forEach(
                metric -> metrics.put(metric.getMetricName(), metric.getNumRequestsFinishedWithMetric()));
        return metrics;
    }

    @Test
    void everyReportTellsTheTimeOfDayAndWhoseItIs() throws Exception {
        StreamObserver<LoadStatsResponse> control = requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        assertThat(requireNonNull(requests.poll(5, TimeUnit.SECONDS)).getNode().getMetadata().getFieldsCount())
                .as("the first message waits for a connection").isZero();
        control.onNext(asking(true, 50));
        for (int i = 0; i < 2; i++) {
            Node node = requireNonNull(requests.poll(5, TimeUnit.SECONDS)).getNode();
            assertThat(node.getId()).isEqualTo("gateway-1");
            assertThat(node.getMetadata().getFieldsOrThrow("clockUnixMillis").getNumberValue())
                    .isEqualTo((double) NOW.toEpochMilli());
        }
    }

    @Test
    void onlyWhatIsAskedForIsReported() throws Exception {
        totals.set(List.of(load(10, 8, 1, 1, 5)));
        StreamObserver<LoadStatsResponse> control = requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        control.onNext(asking(false, 50).toBuilder().addClusters("other/default").build());
        assertThat(requireNonNull(requests.poll(5, TimeUnit.SECONDS)).hasNode()).isTrue();
        assertThat(requireNonNull(requests.poll(5, TimeUnit.SECONDS)).getClusterStatsList()).isEmpty();
        control.onNext(asking(false, 50).toBuilder().addClusters("orders/default").build());
        assertThat(nextOf("orders/default").getUpstreamLocalityStats(0).getTotalIssuedRequests()).isEqualTo(10);
    }

    @Test
    void whatCouldNotBeReportedIsInTheNextReport() throws Exception {
        StreamObserver<LoadStatsResponse> control = requireNonNull(streams.poll(5, TimeUnit.SECONDS));
        control.onNext(asking(true, 50));
        totals.set(List.of(load(10, 10, 0, 0, 0)));
        assertThat(nextOf("orders/default").getUpstreamLocalityStats(0).getTotalIssuedRequests()).isEqualTo(10);
        int port = server.getPort();
        server.shutdownNow().awaitTermination();
        await().ignoreExceptions().until(() -> {
            server = serve(port);
            return true;
        });
        // A new stream says that the client has given up the old one: until then a report could still be written to it.
        StreamObserver<LoadStatsResponse> again = requireNonNull(streams.poll(20, TimeUnit.SECONDS));
        totals.set(List.of(load(17, 17, 0, 0, 0)));
        later.set(TimeUnit.MINUTES.toNanos(5));
        again.onNext(asking(true, 50));
        ClusterStats late = nextOf("orders/default");
        assertThat(late.getUpstreamLocalityStats(0).getTotalIssuedRequests()).isEqualTo(7);
        assertThat(late.getLoadReportInterval().getSeconds()).as("the time in which the seven came")
                .isGreaterThanOrEqualTo(300);
    }

    private ClusterStats nextOf(String cluster) throws InterruptedException {
        while (true) {
            LoadStatsRequest request = requests.poll(5, TimeUnit.SECONDS);
            assertThat(request).as("a report of %s", cluster).isNotNull();
            for (ClusterStats stats : requireNonNull(request).getClusterStatsList()) {
                if (stats.getClusterName().equals(cluster)) {
                    return stats;
                }
            }
        }
    }

    private static ClusterLoad load(long issued, long successes, long errors, long inFlight, long dropped) {
        return new ClusterLoad("orders/default", "orders/default", successes + dropped,
                List.of(new LocalityLoad(THERE, 1, issued, successes, errors, inFlight)),
                Map.of("max_requests", dropped));
    }

    private static LoadStatsResponse asking(boolean all, int millis) {
        return LoadStatsResponse.newBuilder().setSendAllClusters(all)
                .setLoadReportingInterval(
                        com.google.protobuf.Duration.newBuilder().setNanos(millis * 1_000_000))
                .build();
    }

    private final class Reading implements StreamObserver<LoadStatsRequest> {
        @Override
        public void onNext(LoadStatsRequest request) {
            requests.add(request);
        }

        @Override
        public void onError(Throwable cause) {
            // the client went away
        }

        @Override
        public void onCompleted() {
            // the client went away
        }
    }
}
