package io.spillway.drill.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.Tally;
import io.spillway.drill.sample.SampleServer;
import io.spillway.model.time.Ticker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class LoadGeneratorTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Ticker ticker = Ticker.system();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void sendsWhatItShouldAndNotesWhoAnswered() {
        InetSocketAddress a = sample("idc-a").address();
        InetSocketAddress b = sample("idc-b").address();
        LoadGenerator generator = generator(a, b, 250, 20);

        List<Request> requests = run(generator, 400);

        assertThat(requests).allMatch(Request::ok)
                .allMatch(request -> request.home().equals(request.servedBy()))
                .noneMatch(Request::crossed);
        assertThat(requests).extracting(Request::home).contains("idc-a", "idc-b");
        assertThat(requests).extracting(Request::service).contains("orders", "inventory");
        long posts = requests.stream().filter(Request::post).count();
        assertThat((double) posts / requests.size()).isBetween(0.15, 0.25);
        Punctuality punctuality = generator.punctuality();
        assertThat(punctuality.sent()).isEqualTo(requests.size());
    }

    @Test
    void triesTheOtherEntranceWhenHomeRefusesTheConnection() throws IOException {
        InetSocketAddress b = sample("idc-b").address();
        List<Request> requests = run(generator(closedPort(), b, 200, 20), 100);

        Tally ofA = tally(requests, "idc-a");
        assertThat(ofA.failed()).isZero();
        assertThat(ofA.rehomed()).isEqualTo(ofA.sent()).isPositive();
        assertThat(tally(requests, "idc-b").rehomed()).isZero();
        assertThat(requests).extracting(Request::entrance).containsOnly("idc-b");
    }

    @Test
    void failsWhatNobodyAccepts() throws IOException {
        List<Request> requests = run(generator(closedPort(), closedPort(), 200, 0), 50);
        assertThat(requests).extracting(request -> request.outcome().kind()).containsOnly(Outcome.Kind.REFUSED);
    }

    @Test
    void failsAndDoesNotRepeatARequestWhoseConnectionBreaksAfterItWasSent() throws IOException {
        InetSocketAddress breaking = breakingServer();
        List<Request> requests = run(generator(breaking, breaking, 200, 0), 50);
        assertThat(requests).extracting(request -> request.outcome().kind()).containsOnly(Outcome.Kind.RESET);
    }

    @Test
    void measuresAStallFromTheTimesAtWhichRequestsWereDue() throws Exception {
        Stalling server = new Stalling();
        open.add(server);
        LoadGenerator generator = generator(server.address(), server.address(), 100, 0);
        generator.start();
        awaitRequests(generator, 20);
        server.stall();
        // Users do not wait for each other: some 200 requests per second become due while nobody answers.
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> generator.punctuality().sent() > 150);
        server.goOn();
        awaitRequests(generator, 200);
        generator.drain();

        List<Request> slow = all(generator).stream().filter(request -> request.latencyMicros() > 100_000).toList();
        assertThat(slow).as("everybody who was due during the stall waited, not only one").hasSizeGreaterThan(60);
        long longest = slow.stream().mapToLong(Request::latencyMicros).max().orElse(0);
        long median = slow.stream().mapToLong(Request::latencyMicros).sorted().skip(slow.size() / 2).findFirst()
                .orElse(0);
        assertThat(median).as("latencies fall evenly from the longest to none").isLessThan(longest * 4 / 5);
    }

    @Test
    void givesUpOnARequestThatIsNotAnsweredInTime() throws Exception {
        Stalling server = new Stalling();
        open.add(server);
        server.stall();
        LoadPlan plan = new LoadPlan(List.of(new UserGroup("all", "idc-a", 100, 0, List.of("orders"))),
                Map.of("idc-a", List.of(server.address())), Map.of(), Duration.ofSeconds(1), Duration.ofMillis(200),
                Duration.ZERO);
        List<Request> requests = run(track(new LoadGenerator(plan, ticker, ticker.nanos())), 20);
        server.goOn();
        assertThat(requests).extracting(request -> request.outcome().kind()).containsOnly(Outcome.Kind.TIMEOUT);
        assertThat(requests).allMatch(request -> request.latencyMicros() >= 200_000);
    }

    private LoadGenerator generator(InetSocketAddress a, InetSocketAddress b, double rps, int postPercent) {
        Map<String, List<InetSocketAddress>> entrances = new LinkedHashMap<>();
        entrances.put("idc-a", List.of(a));
        entrances.put("idc-b", List.of(b));
        List<String> services = List.of("orders", "inventory");
        LoadPlan plan = new LoadPlan(
                List.of(new UserGroup("a", "idc-a", rps, postPercent, services),
                        new UserGroup("b", "idc-b", rps, postPercent, services)),
                entrances, Map.of("orders", "orders.example"), Duration.ofSeconds(1), Duration.ofSeconds(20),
                Duration.ZERO);
        return track(new LoadGenerator(plan, ticker, ticker.nanos()));
    }

    private LoadGenerator track(LoadGenerator generator) {
        open.add(generator);
        return generator;
    }

    private static List<Request> run(LoadGenerator generator, int requests) {
        generator.start();
        awaitRequests(generator, requests);
        generator.drain();
        return all(generator);
    }

    private static void awaitRequests(LoadGenerator generator, int requests) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> generator.recording().size() >= requests);
    }

    private static List<Request> all(LoadGenerator generator) {
        List<Request> all = new ArrayList<>();
        generator.recording().forEach(0, all::add);
        return all;
    }

    private static Tally tally(List<Request> requests, String home) {
        Tally tally = new Tally();
        requests.stream().filter(request -> request.home().equals(home)).forEach(tally);
        return tally;
    }

    private SampleServer sample(String idc) {
        SampleServer server = new SampleServer("orders", idc, "orders-" + idc, 0);
        open.add(server);
        return server;
    }

    /** Returns a port that is taken, so that nobody else gets it, and where nobody listens. */
    private InetSocketAddress closedPort() throws IOException {
        Socket deaf = new Socket();
        open.add(deaf);
        deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return (InetSocketAddress) deaf.getLocalSocketAddress();
    }

    /** Returns a server that reads something and closes without an answer. */
    private InetSocketAddress breakingServer() throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(listener);
        Thread.startVirtualThread(() -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    assertThat(socket.getInputStream().read()).isPositive();
                } catch (IOException e) {
                    // the client or the test has gone
                }
            }
        });
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** A server that can stop answering for a while. */
    private static final class Stalling implements AutoCloseable {

        private final HttpServer server;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        Stalling() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try {
                    assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.getResponseHeaders().set("x-served-idc", "idc-a");
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        InetSocketAddress address() {
            return server.getAddress();
        }

        void stall() {
            gate = new CountDownLatch(1);
        }

        void goOn() {
            gate.countDown();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
