package io.spillway.control.switchover.fence;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A fence behind a webhook.
 *
 * @param url where fences are asked for
 * @param verify where it is asked whether they stand
 * @param secretFile file with the secret that requests are signed by, at least 24 characters
 * @param timeout for one request
 * @param patience until the fence must be as it was asked for
 */
public record WebhookSettings(URI url, URI verify, String secretFile, Duration timeout, Duration patience) {

    private static final ScalarType<URI> URL = new ScalarType<>("http:// or https:// address", URI.create("http://x"),
            scalar -> scalar instanceof String text ? url(text) : null);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** Reads {@code {url, verify, secretFile, timeout, patience}}. */
    public static WebhookSettings read(Decoder fence) {
        URI url = fence.required("url", URL);
        return new WebhookSettings(url, fence.optional("verify", URL, url),
                fence.required("secretFile", ScalarType.SOME_TEXT),
                duration(fence, "timeout", Duration.ofSeconds(5)),
                duration(fence, "patience", Duration.ofMinutes(1)));
    }

    private static Duration duration(Decoder fence, String key, Duration usual) {
        Duration said = fence.optional(key, ScalarType.DURATION, usual);
        if (said.compareTo(SHORTEST) < 0 || said.compareTo(LONGEST) > 0) {
            fence.violation(key, "100ms to 30m");
        }
        return said;
    }

    private static @Nullable URI url(String text) {
        try {
            URI uri = new URI(text);
            boolean web = uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())
                    && uri.getUserInfo() == null;
            return web ? uri : null;
        } catch (java.net.URISyntaxException e) {
            return null;
        }
    }
}
