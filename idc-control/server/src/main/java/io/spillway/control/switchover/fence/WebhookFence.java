package io.spillway.control.switchover.fence;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/**
 * Asks a fence of somebody by HTTP: a signed POST says what shall be, again and again until it is taken, and another asks
 * whether it is so. Only the answer to that is believed. Redirects are not followed: nobody else was trusted. What cannot be
 * made sure of in its time is {@link FenceAnswer.Unconfirmed}.
 */
public final class WebhookFence implements FenceProvider {

    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;

    private final WebhookSettings settings;
    private final WebhookSignature signature;
    private final HttpClient client;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Pause pause;

    /** Waits between two tries. */
    @FunctionalInterface
    interface Pause {

        void rest(Duration time) throws InterruptedException;
    }

    /** Creates one that signs by that secret. */
    public WebhookFence(WebhookSettings settings, byte[] secret, Ticker ticker, InstantSource clock) {
        this(settings, secret, ticker, clock, time -> {
            boolean _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    WebhookFence(WebhookSettings settings, byte[] secret, Ticker ticker, InstantSource clock, Pause pause) {
        this.settings = settings;
        this.signature = new WebhookSignature(secret);
        this.client = HttpClient.newBuilder().connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1).build();
        this.ticker = ticker;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public FenceAnswer fence(FenceOrder order) {
        return ask(order, "fence", "fenced");
    }

    @Override
    public FenceAnswer unfence(FenceOrder order) {
        return ask(order, "unfence", "unfenced");
    }

    /** What one request came to: the state that was told, or what went wrong. */
    private record Heard(String state, String detail) {}

    private FenceAnswer ask(FenceOrder order, String action, String wanted) {
        long begun = ticker.nanos();
        boolean taken = false;
        Duration rest = Duration.ofMillis(100);
        Heard last = new Heard("", "nothing was heard");
        try {
            while (ticker.nanos() - begun < settings.patience().toNanos()) {
                if (!taken) {
                    Heard heard = post(settings.url(), order, action);
                    taken = !heard.state().isEmpty();
                    last = heard;
                }
                if (taken) {
                    last = post(settings.verify(), order, "verify-" + action);
                    if (last.state().equals(wanted)) {
                        return new FenceAnswer.Confirmed(wanted + ", verified at " + settings.verify().getHost()
                                + (last.detail().isEmpty() ? "" : ": " + last.detail()));
                    }
                }
                pause.rest(rest);
                rest = rest.multipliedBy(2).compareTo(Duration.ofSeconds(2)) < 0
                        ? rest.multipliedBy(2)
                        : Duration.ofSeconds(2);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new FenceAnswer.Unconfirmed("interrupted while it was asked for");
        }
        return new FenceAnswer.Unconfirmed("not " + wanted + " after " + settings.patience().toSeconds() + " s: "
                + (last.state().isEmpty() ? last.detail() : "it says " + last.state() + " " + last.detail()));
    }

    private Heard post(URI to, FenceOrder order, String action) throws InterruptedException {
        String body = body(order, action);
        String id = order.id() + "-" + action;
        Instant now = clock.instant();
        HttpRequest request = HttpRequest.newBuilder(to).timeout(settings.timeout())
                .header("content-type", "application/json").header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature.of(id, now.getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            HttpResponse<String> response = client.send(request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER));
            return response.statusCode() >= OK && response.statusCode() < MULTIPLE_CHOICES
                    ? read(response.body())
                    : new Heard("", to.getHost() + " answers " + response.statusCode());
        } catch (IOException e) {
            return new Heard("", to.getHost() + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private static String body(FenceOrder order, String action) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("action", action);
        fields.put("switchOver", order.switchOver());
        fields.put("attempt", order.attempt());
        fields.put("from", order.from());
        fields.put("to", order.to());
        fields.put("scopes", order.scopes().stream().map(ShiftScope::path).toList());
        return JsonText.write(Trees.of(fields));
    }

    private static Heard read(String body) {
        if (!(JsonText.parse(body) instanceof Decoded.Valid<Tree>(Tree tree))) {
            return new Heard("", "the answer is no JSON");
        }
        Decoded<Heard> heard = Decoder.decodeStored(tree, fields -> new Heard(
                fields.required("state", ScalarType.SOME_TEXT), fields.optional("detail", ScalarType.TEXT, "")),
                new java.util.ArrayList<>());
        return heard instanceof Decoded.Valid<Heard>(Heard said)
                ? said
                : new Heard("", "the answer says no state (expected: fenced, unfenced or pending)");
    }
}
