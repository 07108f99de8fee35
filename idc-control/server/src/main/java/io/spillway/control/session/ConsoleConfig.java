package io.spillway.control.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;

import io.spillway.control.access.TokenIssuer;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code console} of a control node.
 *
 * @param url   the one name by which browsers reach all nodes of the IDC; null: each by its own address
 * @param peers where browsers reach the nodes of the IDC one by one, so that a page goes on with another one
 */
public record ConsoleConfig(@Nullable String url, List<String> peers) {

    /** Every node by its own address, and no other one. */
    public static final ConsoleConfig NONE = new ConsoleConfig(null, List.of());

    private static final ScalarType<String> ORIGIN = ScalarType.text(
            "https://HOST[:PORT] without a path (http:// on loopback only)", "",
            text -> isOrigin(text) ? text : null);

    /** Copies the list. */
    public ConsoleConfig {
        peers = List.copyOf(peers);
    }

    /** Reads all keys. */
    public static ConsoleConfig read(Decoder console) {
        List<String> peers = console.list("peers", ORIGIN);
        if (new HashSet<>(peers).size() < peers.size()) {
            console.violation("peers", "each url once");
        }
        return new ConsoleConfig(console.optional("url", ORIGIN), peers);
    }

    /** As a browser writes it: in small letters, without the usual port. */
    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            int usual = "https".equals(uri.getScheme()) ? 443 : 80;
            return TokenIssuer.isAddress(text) && uri.getRawPath().isEmpty() && uri.getPort() != usual
                    && text.equals(text.toLowerCase(java.util.Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
