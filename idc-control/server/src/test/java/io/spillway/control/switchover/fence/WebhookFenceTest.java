package io.spillway.control.switchover.fence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.control.switchover.Moving;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A database is to be fenced: it says so and lies, it is slow, it sends elsewhere, it is not there. */
class WebhookFenceTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final FenceOrder ORDER = new FenceOrder("move-1", 7, "idc-a", "idc-b", List.of(Moving.CORE));

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private Function<String, String> answer = _ -> "{\"state\":\"pending\"}";
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/fence", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(body.replaceAll(".*\"action\":\"([a-z-]+)\".*", "$1"));
            boolean genuine = exchange.getRequestHeaders().getFirst("webhook-signature").equals(
                    new WebhookSignature(SECRET).of(exchange.getRequestHeaders().getFirst("webhook-id"),
                            Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")), body));
            reply(exchange, genuine ? answer.apply(body) : "403");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFenceThatStandsIsConfirmed() {
        answer = body -> body.contains("\"verify-fence\"") && asked.size() > 3
                ? "{\"state\":\"fenced\",\"detail\":\"read only\"}"
                : "{\"state\":\"pending\"}";
        assertThat(fence(SECRET).fence(ORDER))
                .isEqualTo(new FenceAnswer.Confirmed("fenced, verified at 127.0.0.1: read only"));
        assertThat(asked).containsExactly("fence", "verify-fence", "verify-fence", "verify-fence");
    }

    @Test
    void whoeverSaysFencedToTheOrderAndPendingToTheQuestionIsNotBelieved() {
        answer = body -> body.contains("\"action\":\"fence\"") ? "{\"state\":\"fenced\"}" : "{\"state\":\"pending\"}";
        assertThat(fence(SECRET).fence(ORDER))
                .isEqualTo(new FenceAnswer.Unconfirmed("not fenced after 10 s: it says pending "));
    }

    @Test
    void aFenceThatIsSaidToBeGoneIsLookedAt() {
        answer = _ -> "{\"state\":\"fenced\"}";
        assertThat(fence(SECRET).unfence(ORDER)).isInstanceOf(FenceAnswer.Unconfirmed.class);
        answer = _ -> "{\"state\":\"unfenced\"}";
        assertThat(fence(SECRET).unfence(ORDER)).isInstanceOf(FenceAnswer.Confirmed.class);
    }

    @Test
    void anOrderThatFailsIsGivenAgain() {
        answer = _ -> asked.size() < 3 ? "503" : "{\"state\":\"fenced\"}";
        assertThat(fence(SECRET).fence(ORDER)).isInstanceOf(FenceAnswer.Confirmed.class);
        assertThat(asked).containsExactly("fence", "fence", "fence", "verify-fence");
    }

    @Test
    void redirectsNonsenseAndLongAnswersAreNoAnswers() {
        answer = _ -> "302";
        assertThat(fence(SECRET).fence(ORDER))
                .isEqualTo(new FenceAnswer.Unconfirmed("not fenced after 10 s: 127.0.0.1 answers 302"));
        answer = _ -> "<html>";
        assertThat(fence(SECRET).fence(ORDER)).asString().contains("the answer is no JSON");
        answer = _ -> "{\"fenced\":true}";
        assertThat(fence(SECRET).fence(ORDER)).asString().contains("the answer says no state");
        answer = _ -> "{\"state\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(fence(SECRET).fence(ORDER)).isInstanceOf(FenceAnswer.Unconfirmed.class);
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefused() {
        answer = _ -> "{\"state\":\"fenced\"}";
        assertThat(fence("another secret that is as long".getBytes(StandardCharsets.UTF_8)).fence(ORDER))
                .asString().contains("answers 403");
    }

    @Test
    void nobodyThereIsUnconfirmed() {
        WebhookFence fence = fence(SECRET);
        server.stop(0);
        assertThat(fence.fence(ORDER)).isInstanceOf(FenceAnswer.Unconfirmed.class);
    }

    private WebhookFence fence(byte[] secret) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fence");
        return new WebhookFence(
                new WebhookSettings(url, url, "secret", Duration.ofSeconds(2), Duration.ofSeconds(10)), secret,
                nanos::get, InstantSource.system(), time -> nanos.addAndGet(time.toNanos()));
    }

    private static void reply(HttpExchange exchange, String what) throws IOException {
        boolean status = what.matches("[0-9]{3}");
        byte[] body = (status ? "" : what).getBytes(StandardCharsets.UTF_8);
        if (what.equals("302")) {
            exchange.getResponseHeaders().add("location", "/fence");
        }
        exchange.sendResponseHeaders(status ? Integer.parseInt(what) : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
