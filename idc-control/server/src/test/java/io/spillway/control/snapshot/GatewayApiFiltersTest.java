package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.spillway.control.snapshot.WrittenRoutes.Asked;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.spillway.control.snapshot.WrittenRoutes.NOBODY;
import static io.spillway.control.snapshot.WrittenRoutes.edits;
import static io.spillway.control.snapshot.WrittenRoutes.forward;
import static io.spillway.control.snapshot.WrittenRoutes.location;
import static io.spillway.control.snapshot.WrittenRoutes.match;
import static io.spillway.control.snapshot.WrittenRoutes.rewritten;
import static io.spillway.control.snapshot.WrittenRoutes.routes;
import static io.spillway.control.snapshot.WrittenRoutes.service;
import static io.spillway.control.snapshot.WrittenRoutes.treatment;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples that the Kubernetes Gateway API publishes for HTTPRoute (its user guides and examples/standard, and of its
 * conformance tests the tables for rewrites and redirects): what becomes of a request that a Route takes. A rule there is a
 * Route here.
 */
class GatewayApiFiltersTest {
    // ---- header filters

    @Test
    void headersAreAddedSetAndRemoved() {
        RouteTable table = routes(
                match("{path: {prefix: /add-a-request-header}}", "one")
                        + "\nrequestHeaders: {add: [{name: my-header-name, value: my-header-value}]}",
                match("{path: {prefix: /edit-a-request-header}}", "one")
                        + "\nrequestHeaders: {set: [{name: my-header-name, value: my-new-header-value}]}",
                match("{path: {prefix: /remove-a-request-header}}", "one")
                        + "\nrequestHeaders: {remove: [x-request-id]}",
                match("{path: {prefix: /answers}}", "one")
                        + "\nresponseHeaders: {add: [{name: x-a, value: '1'}], remove: [x-b]}");
        assertThat(edits(table, "/add-a-request-header")).isEqualTo(new HeaderEdits(List.of(),
                List.of(new HeaderEdits.Line("my-header-name", "my-header-value")), List.of()));
        assertThat(edits(table, "/edit-a-request-header")).isEqualTo(new HeaderEdits(
                List.of(new HeaderEdits.Line("my-header-name", "my-new-header-value")), List.of(), List.of()));
        assertThat(edits(table, "/remove-a-request-header"))
                .isEqualTo(new HeaderEdits(List.of(), List.of(), List.of("x-request-id")));
        assertThat(treatment(table, "GET a.example/answers").response()).isEqualTo(new HeaderEdits(List.of(),
                List.of(new HeaderEdits.Line("x-a", "1")), List.of("x-b")));
    }

    // ---- redirects

    @Test
    void everythingGoesToHttps() {
        RouteTable table = routes("hosts: [redirect.example]\nredirect: {scheme: https, status: 301}");
        assertThat(location(table, "GET redirect.example/a/b?c=d", "http"))
                .isEqualTo("301 https://redirect.example/a/b?c=d");
        assertThat(location(table, "GET redirect.example:80/a", "http")).isEqualTo("301 https://redirect.example/a");
    }

    @ParameterizedTest
    @CsvSource({"path: /paprika,/cayenne,/paprika", "path: /paprika,/cayenne/teaspoon,/paprika",
            "prefix: /paprika,/cayenne,/paprika", "prefix: /paprika,/cayenne/teaspoon,/paprika/teaspoon",
            "prefix: /paprika,/cayenne/,/paprika/", "prefix: /,/cayenne/teaspoon,/teaspoon"})
    void thePathOfARedirectIsReplacedWhollyOrByItsPrefix(String change, String path, String expected) {
        RouteTable table = routes("hosts: [redirect.example]\nmatches: [{path: {prefix: /cayenne}}]\n"
                + "redirect: {" + change + ", status: 302}");
        assertThat(location(table, "GET redirect.example" + path, "http"))
                .isEqualTo("302 http://redirect.example" + expected);
        assertThat(service(table, "GET redirect.example/cayenne-pepper")).isEqualTo(NOBODY);
    }

    @Test
    void aFormThatWasPostedIsThankedFor() {
        RouteTable table = routes("hosts: [forms.example.com]\nmatches: [{path: {exact: /submit-form}, method: POST}]\n"
                + "redirect: {path: /thank-you, status: 303}");
        assertThat(location(table, "POST forms.example.com/submit-form", "https"))
                .isEqualTo("303 https://forms.example.com/thank-you");
        assertThat(service(table, "GET forms.example.com/submit-form")).isEqualTo(NOBODY);
    }

    @Test
    void aRedirectThatKeepsTheMethodAndOneThatNamesHostAndPort() {
        for (int status : List.of(307, 308)) {
            RouteTable table = routes("hosts: [old.example]\nredirect: {host: new.example, status: " + status + "}");
            assertThat(location(table, "PUT old.example/x", "https")).isEqualTo(status + " https://new.example/x");
        }
        RouteTable port = routes("hosts: [old.example]\nredirect: {scheme: https, host: new.example, port: 8443}");
        assertThat(location(port, "GET old.example/x", "http")).as("302 when nothing is said")
                .isEqualTo("302 https://new.example:8443/x");
        RouteTable standard = routes("hosts: [old.example]\nredirect: {scheme: https, port: 443}");
        assertThat(location(standard, "GET old.example/x", "http")).isEqualTo("302 https://old.example/x");
    }

    /** The client asks the listener that the table of the conformance tests names. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            // listener on 80
            "http, '', -, -, http://example.org", "http, '', -, 80, http://example.org",
            "http, '', -, 8080, http://example.org:8080", "http, '', https, -, https://example.org",
            "http, '', https, 443, https://example.org", "http, '', https, 8443, https://example.org:8443",
            // listener on 8080
            "http, :8080, -, -, http://example.org:8080", "http, :8080, -, 80, http://example.org",
            "http, :8080, https, -, https://example.org",
            // listener on 443
            "https, '', -, -, https://example.org", "https, '', -, 443, https://example.org",
            "https, '', -, 8443, https://example.org:8443", "https, '', http, -, http://example.org",
            "https, '', http, 80, http://example.org", "https, '', http, 8080, http://example.org:8080"})
    void thePortOfARedirectIsSaidOrTheSchemesOrTheListeners(String came, String listener, String scheme, String port,
            String expected) {
        String said = (scheme == null ? "" : ", scheme: " + scheme) + (port == null ? "" : ", port: " + port);
        RouteTable elsewhere = routes("hosts: ['*']\nredirect: {host: example.org" + said + "}");
        assertThat(location(elsewhere, "GET gateway.example" + listener + "/a?b", came))
                .isEqualTo("302 " + expected + "/a?b");
        if (!said.isEmpty()) {
            RouteTable here = routes("hosts: ['*']\nredirect: {status: 302" + said + "}");
            assertThat(location(here, "GET example.org" + listener + "/a?b", came)).as("of the same host")
                    .isEqualTo("302 " + expected + "/a?b");
        }
    }

    @ParameterizedTest
    @CsvSource({"/port,302 http://a.example:8083", "/port-and-host,302 http://example.org:8083",
            "/port-and-status,301 http://a.example:8083", "/port-and-host-and-status,302 http://example.org:8083",
            "/port-and-temporary,307 http://example.org:8083", "/port-and-permanent,308 http://example.org:8083"})
    void aPortIsRedirectedToWithHostAndStatusOrWithout(String path, String expected) {
        RouteTable table = routes(redirected("/port", "port: 8083"),
                redirected("/port-and-host", "host: example.org, port: 8083"),
                redirected("/port-and-status", "port: 8083, status: 301"),
                redirected("/port-and-host-and-status", "host: example.org, port: 8083, status: 302"),
                redirected("/port-and-temporary", "host: example.org, port: 8083, status: 307"),
                redirected("/port-and-permanent", "host: example.org, port: 8083, status: 308"));
        assertThat(location(table, "GET a.example" + path, "http")).isEqualTo(expected + path);
    }

    private static String redirected(String prefix, String redirect) {
        return "hosts: ['*']\nmatches: [{path: {prefix: " + prefix + "}}]\nredirect: {" + redirect + "}";
    }

    // ---- rewrites

    @Test
    void theHostIsRewrittenAndThePathStays() {
        RouteTable table = routes("hosts: [rewrite.example]\nrewrite: {host: elsewhere.example}\n"
                + "groups: [{service: one}]");
        assertThat(forward(table, Asked.of("GET rewrite.example/a")).hostRewrite()).isEqualTo("elsewhere.example");
        assertThat(rewritten(table, "GET rewrite.example/a?b")).isEqualTo("/a?b");
    }

    @ParameterizedTest
    @CsvSource({"/cardamom,path: /fennel,/cardamom,/fennel", "/cardamom,path: /fennel,/cardamom/two,/fennel",
            "/cardamom,prefix: /fennel,/cardamom,/fennel", "/cardamom,prefix: /fennel,/cardamom/two,/fennel/two",
            "/cardamom,prefix: /fennel,/cardamom/two?grams=3,/fennel/two?grams=3",
            "/prefix/one,prefix: /one,/prefix/one/two,/one/two", "/strip-prefix,prefix: /,/strip-prefix/three,/three",
            "/strip-prefix,prefix: /,/strip-prefix,/", "/full/one,path: /one,/full/one/two,/one"})
    void thePathIsRewrittenWhollyOrByItsPrefix(String prefix, String change, String path, String expected) {
        RouteTable table = routes(
                "hosts: [rewrite.example]\nmatches: [{path: {prefix: " + prefix + "}}]\nrewrite: {host: "
                        + "elsewhere.example, " + change + "}\ngroups: [{service: one}]");
        assertThat(rewritten(table, "GET rewrite.example" + path)).isEqualTo(expected);
    }

    @Test
    void aRewriteAndHeaderEditsGoTogether() {
        RouteTable table = routes(match("{path: {prefix: /full/rewrite}}", "one") + """

                rewrite: {path: /test}
                requestHeaders:
                  set: [{name: x-header-set, value: set-overwrites-values}]
                  add: [{name: x-header-add, value: header-val-1}, {name: x-header-add-append, value: header-val-2}]
                  remove: [x-header-remove]
                """);
        assertThat(rewritten(table, "GET a.example/full/rewrite/test")).isEqualTo("/test");
        List<String> names = new ArrayList<>();
        HeaderEdits edits = edits(table, "/full/rewrite/test");
        edits.set().forEach(line -> names.add("set " + line.name()));
        edits.add().forEach(line -> names.add("add " + line.name()));
        edits.remove().forEach(name -> names.add("remove " + name));
        assertThat(names).containsExactly("set x-header-set", "add x-header-add", "add x-header-add-append",
                "remove x-header-remove");
    }

    // ---- mirror and time-outs

    @Test
    void requestsAreCopiedToAnotherServiceWhoseAnswerNobodySees() {
        RouteTable table = routes("hosts: [mirror.example]\ngroups: [{service: one}]\nmirror: {service: copies}");
        assertThat(service(table, "GET mirror.example/")).isEqualTo("one");
        assertThat(requireNonNull(treatment(table, "GET mirror.example/").mirror()).cluster())
                .isEqualTo("copies/default@local");
        assertThat(requireNonNull(treatment(table, "GET mirror.example/").mirror()).share().perMillion())
                .isEqualTo(1_000_000);
    }

    @Test
    void aRequestHasATimeAndEachAttemptAShorterOne() {
        RouteTable table = routes("hosts: [timeout.example.com]\nmatches: [{path: {prefix: /timeout}}]\n"
                + "groups: [{service: one}]\ntimeout: 10s\nattemptTimeout: 2s");
        RouteAction.Forward forward = forward(table, Asked.of("GET timeout.example.com/timeout"));
        assertThat(forward.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(forward.retries().perTryTimeout()).isEqualTo(Duration.ofSeconds(2));
    }
}
