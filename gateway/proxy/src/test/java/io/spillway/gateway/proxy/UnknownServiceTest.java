package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.spillway.gateway.proxy.forward.ServiceWait;
import io.spillway.gateway.proxy.harness.RawClient;
import io.spillway.gateway.proxy.harness.RawUpstream;
import io.spillway.gateway.proxy.harness.TestProxy;
import io.spillway.gateway.proxy.harness.Worlds;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.demand.Demand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The first request of a service that this gateway has never asked for waits for it, for a while and not in a crowd. */
@Tag("slow")
class UnknownServiceTest {
    private static final RoutingSnapshot ROUTES_ONLY = Worlds.snapshot(Duration.ofSeconds(5), Map.of());
    private static final String CROSSING = "GET / HTTP/1.1\r\nHost: " + Worlds.HOST
            + "\r\nx-spillway-cluster: orders/default\r\n\r\n";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong now = new AtomicLong(1);
    private final Demand demand = new Demand(now::get, Duration.ofMinutes(1), asked::add);

    private TestProxy start(Duration longest, int most) throws Exception {
        return TestProxy.onDemand(ROUTES_ONLY, new ServiceWait(() -> demand, longest, most));
    }

    @Test
    void requestsOfAllLoopsWaitAndAreAnsweredByOneSubscription() throws Exception {
        try (RawUpstream orders = RawUpstream.named("orders");
                TestProxy proxy = start(Duration.ofSeconds(10), 100)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                clients.add(proxy.client());
                clients.getLast().send("POST /" + i + " HTTP/1.1\r\nHost: " + Worlds.HOST
                        + "\r\nContent-Length: 5\r\n\r\nhello");
            }
            await().until(() -> !asked.isEmpty());
            assertThat(orders.heads()).isEmpty();
            proxy.swap(Worlds.priorities(List.of(Worlds.local(orders))));
            for (RawClient client : clients) {
                assertThat(client.answer().status()).isEqualTo(200);
                client.close();
            }
            assertThat(asked).containsExactly("orders/default");
        }
    }

    @Test
    void whatDoesNotComeInTimeIsA503ThatSaysSo() throws Exception {
        try (TestProxy proxy = start(Duration.ofMillis(60), 100); RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("x-spillway-refused: service_wait_timeout", "Retry-After: 1");
        }
    }

    @Test
    void aServiceThatTheControlPlaneDoesNotHaveIsA404AtOnce() throws Exception {
        demand.setAbsent(java.util.Set.of("orders/default"));
        try (TestProxy proxy = start(Duration.ofMinutes(1), 100); RawClient client = proxy.client()) {
            RawClient.Answer answer = client.get(Worlds.HOST, "/").answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.head()).contains("x-spillway-refused: unknown_service");
        }
    }

    @Test
    void anotherGatewayIsToldInAWayThatLetsItGoElsewhere() throws Exception {
        demand.setAbsent(java.util.Set.of("orders/default@local"));
        try (TestProxy proxy = start(Duration.ofMinutes(1), 100);
                RawClient client = proxy.client(ListenerRole.CROSSING)) {
            RawClient.Answer answer = client.send(CROSSING).answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head()).contains("x-spillway-refused: no_cluster");
        }
    }

    @Test
    void oneTooManyDoesNotWaitAndAClientThatLeavesMakesRoom() throws Exception {
        ServiceWait room = new ServiceWait(() -> demand, Duration.ofMinutes(1), 1);
        try (TestProxy proxy = TestProxy.onDemand(ROUTES_ONLY, room)) {
            RawClient first = proxy.client().get(Worlds.HOST, "/");
            await().until(() -> !asked.isEmpty());
            try (RawClient second = proxy.client()) {
                RawClient.Answer answer = second.get(Worlds.HOST, "/").answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.head()).contains("x-spillway-refused: service_wait_full");
            }
            leave(first);
            try (RawUpstream orders = RawUpstream.named("orders"); RawClient third = proxy.client()) {
                await().until(() -> room.waiting() == 0);
                third.get(Worlds.HOST, "/");
                await().until(() -> room.waiting() == 1);
                proxy.swap(Worlds.priorities(List.of(Worlds.local(orders))));
                assertThat(third.answer().status()).isEqualTo(200);
            }
        }
    }

    /** Goes away without a word; one that only says that it sends no more may still wait for an answer. */
    private static void leave(RawClient client) throws Exception {
        client.socket().setSoLinger(true, 0);
        client.close();
    }

    @Test
    void aServiceIsNotForgottenWhileARequestIsInFlightAndIsAskedForAgainAfterwards() throws Exception {
        try (RawUpstream orders = RawUpstream.start(connection -> {
            while (connection.head().isPresent()) {
                // reads, and never answers
            }
        });
                TestProxy proxy = start(Duration.ofSeconds(10), 100);
                RawClient client = proxy.client()) {
            client.get(Worlds.HOST, "/");
            await().until(() -> !asked.isEmpty());
            demand.subscribed("orders/default");
            proxy.swap(Worlds.priorities(List.of(Worlds.local(orders))));
            await().until(() -> !orders.heads().isEmpty());
            now.addAndGet(Duration.ofDays(1).toNanos());
            assertThat(demand.takeIdle()).isEmpty();
            leave(client);
            await().until(() -> {
                now.addAndGet(Duration.ofDays(1).toNanos());
                return demand.takeIdle().contains("orders/default");
            });
            try (RawClient again = proxy.client()) {
                again.get(Worlds.HOST, "/");
                await().until(() -> asked.size() == 2);
                leave(again);
            }
        }
    }
}
