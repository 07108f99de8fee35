package io.spillway.control.session;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A page of others makes a call in somebody's browser. */
class BrowserCallTest {

    private static final String OWN = "https://console.example";

    private static BrowserCall call(String method, @Nullable String site, @Nullable String origin,
            @Nullable String requestedWith) {
        return new BrowserCall(method, site, origin, Set.of(OWN, "http://console.example"), requestedWith);
    }

    @Test
    void aCookieIsForPagesOfOursOnly() {
        assertThat(call("GET", "same-origin", null, null).refusedByCookie()).isEmpty();
        assertThat(call("PUT", "same-origin", OWN, BrowserCall.CONSOLE).refusedByCookie()).isEmpty();
        for (String site : new String[]{"cross-site", "same-site", "none"}) {
            assertThat(call("GET", site, null, null).refusedByCookie()).as(site).contains("expected: same-origin");
        }
        assertThat(call("GET", null, null, null).refusedByCookie()).contains("Sec-Fetch-Site: missing");
        assertThat(call("GET", "same-origin", "https://evil.example", null).refusedByCookie())
                .contains("Origin: https://evil.example");
        assertThat(call("GET", "same-origin", "null", null).refusedByCookie()).contains("Origin: null");
        assertThat(call("PUT", "same-origin", OWN, null).refusedByCookie()).contains("X-Requested-With: missing");
        assertThat(call("DELETE", "same-origin", OWN, "XMLHttpRequest").refusedByCookie())
                .contains("X-Requested-With: another value");
    }

    @Test
    void whatNeedsNoSecretIsNotForPagesOfOthersEither() {
        assertThat(call("POST", null, null, null).refusedAsAmbient()).as("no browser").isEmpty();
        assertThat(call("GET", "none", null, null).refusedAsAmbient()).as("typed by hand").isEmpty();
        assertThat(call("POST", "same-origin", OWN, null).refusedAsAmbient()).isEmpty();
        assertThat(call("POST", "none", null, null).refusedAsAmbient()).isNotEmpty();
        assertThat(call("GET", "cross-site", null, null).refusedAsAmbient()).contains("cross-site");
        assertThat(call("POST", null, "https://evil.example", null).refusedAsAmbient())
                .as("a browser without Fetch Metadata").contains("evil.example");
    }

    @Test
    void aNameThatSomebodysDnsTurnsIntoThisMachineIsNotOursWhereNobodyShowsAnything() {
        BrowserCall page = call("GET", "same-origin", null, null);
        for (String host : new String[]{"127.0.0.1:17000", "127.0.0.1", "[::1]:17000", "localhost:17000",
                "a.localhost", "console.example"}) {
            assertThat(page.refusedByName(host, OWN)).as(host).isEmpty();
        }
        for (String host : new String[]{"evil.example:17000", "127.0.0.1.evil.example", "localhost.evil.example",
                "console.example:81", "evil-localhost"}) {
            assertThat(page.refusedByName(host, OWN)).as(host).contains("Host: " + host);
        }
        assertThat(page.refusedByName(null, OWN)).contains("Host: missing");
        assertThat(call("POST", null, "http://evil.example", null).refusedByName("evil.example", null))
                .contains("evil.example");
        assertThat(call("POST", null, null, null).refusedByName("control-1.test", null)).as("no browser").isEmpty();
    }
}
