package io.spillway.gateway.route;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of paths and places. */
class RewriteTest {
    /** The table in the Gateway API's documentation of {@code ReplacePrefixMatch}, less its "matched" ending in a slash. */
    @ParameterizedTest
    @CsvSource({"/foo/bar, /foo, /xyz, /xyz/bar", "/foo/bar, /foo, /xyz/, /xyz/bar", "/foo/bar, /foo/, /xyz, /xyz/bar",
            "/foo/bar, /foo/, /xyz/, /xyz/bar", "/foo, /foo, /xyz, /xyz", "/foo/, /foo, /xyz, /xyz/",
            "/foo/bar, /foo, '', /bar", "/foo/, /foo, '', /", "/foo, /foo, '', /", "/foo/, /foo, /, /",
            "/foo, /foo, /, /", "/foo?q=/foo, /foo, '', /?q=/foo", "/other, /foo, /xyz, /other"})
    void aPrefixIsReplacedAsTheGatewayApiHasIt(String path, String matched, String replacement, String expected) {
        assertThat(new PrefixRewrite(matched, replacement).apply(path)).isEqualTo(expected);
    }

    @Test
    void theWholePathIsReplacedAndTheQueryStays() {
        assertThat(new FullPathRewrite("/new").apply("/a/b/c?x=1")).isEqualTo("/new?x=1");
        assertThat(new FullPathRewrite("/new").apply("/a")).isEqualTo("/new");
    }

    @Test
    void aTemplateTakesItsVariablesAlong() {
        TemplateRewrite rewrite = new TemplateRewrite("/users/{id}/{rest=**}", "/v2/{rest}/of-{id}");
        assertThat(rewrite.apply("/users/7/orders/9?all")).isEqualTo("/v2/orders/9/of-7?all");
        assertThat(rewrite.apply("/users/7/")).isEqualTo("/v2//of-7");
        assertThatThrownBy(() -> new TemplateRewrite("/users/{id}", "/v2/{name}"))
                .hasMessage("rewrite: /v2/{name} (expected: variables of /users/{id})");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"https, -, -, shop.example:80, https://shop.example/a",
            "https, -, -, shop.example:8080, https://shop.example:8080/a",
            "https, -, 443, shop.example:8080, https://shop.example/a",
            "https, -, 8443, shop.example, https://shop.example:8443/a",
            "-, new.example, -, a:8080, http://new.example/a",
            "-, -, 81, shop.example:80, http://shop.example:81/a", "-, -, 80, shop.example:81, http://shop.example/a",
            "http, -, -, '[::1]:80', http://[::1]:80/a"})
    void aRedirectNamesAPortOnlyWhereItIsNeeded(String scheme, String host, Integer port, String authority,
            String expected) {
        assertThat(new RedirectTarget(scheme, host, port, null).location(authority, "/a", "http")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-, -, a:8080, http://new.example:8080/a", "-, -, a:80, http://new.example/a",
            "-, -, a, http://new.example/a", "https, -, a:443, https://new.example/a",
            "-, 81, a:8080, http://new.example:81/a", "-, -, '[::1]:8080', http://new.example:8080/a"})
    void aNewHostIsAskedAtThePortThatTheClientCameToWhereThatIsSaid(String scheme, Integer port, String authority,
            String expected) {
        assertThat(new RedirectTarget(scheme, "new.example", port, null, true).location(authority, "/a", "http"))
                .isEqualTo(expected);
    }

    @Test
    void aCopySaysThatItIsOneBeforeItsPort() {
        Mirror mirror = new Mirror("orders/shadow@local", new Share(1_000_000), true);
        assertThat(mirror.host("shop.example")).isEqualTo("shop.example-shadow");
        assertThat(mirror.host("shop.example:8080")).isEqualTo("shop.example-shadow:8080");
        assertThat(mirror.host("[::1]:80")).isEqualTo("[::1]-shadow:80");
        assertThat(new Mirror("c", new Share(1), false).host("shop.example")).isEqualTo("shop.example");
    }
}
