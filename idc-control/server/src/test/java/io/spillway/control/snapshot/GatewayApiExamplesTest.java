package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.PathRewrite;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteResult;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.document.ResourceDocuments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples that the Kubernetes Gateway API publishes for HTTPRoute (its user guides and examples/standard, and of its
 * conformance tests the tables for paths, hosts and rewrites), each said as Routes and decided by the gateway's router on the
 * bytes that are served. A rule there is a Route here.
 */
class GatewayApiExamplesTest {
    private static final String NOBODY = "nobody";

    /** A request as a user of the example would send it: {@code "GET foo.example.com/login"}. */
    private record Asked(String method, String authority, String path, Map<String, String> headers)
            implements
                RequestView {
        static Asked of(String line, String... headers) {
            int space = line.indexOf(' ');
            int slash = line.indexOf('/');
            Map<String, String> fields = new LinkedHashMap<>();
            for (String header : headers) {
                fields.put(header.split(": ", 2)[0].toLowerCase(Locale.ROOT), header.split(": ", 2)[1]);
            }
            return new Asked(line.substring(0, space), line.substring(space + 1, slash), line.substring(slash), fields);
        }

        @Override
        public @Nullable String header(String lowerCaseName) {
            return headers.get(lowerCaseName);
        }
    }

    /** One Route per text, in the order in which they were written. */
    private static RouteTable routes(String... texts) {
        ControlState state = ControlState.empty();
        for (String service : List.of("one", "two", "three", "copies")) {
            state = state.with(Resource.of(service, ServiceSpec.of(List.of(), null)));
        }
        for (int i = 0; i < texts.length; i++) {
            String name = "rule-" + i;
            String document = "apiVersion: spillway.io/v1\nkind: Route\nmetadata: {name: " + name + "}\nspec:\n"
                    + texts[i].indent(2);
            if (!(ResourceDocuments.parse(document) instanceof Decoded.Valid<List<Resource>>(List<Resource> read))) {
                throw new AssertionError(ResourceDocuments.parse(document));
            }
            state = state.with(new Resource(Kind.ROUTE, new Metadata(name, Map.of(), Map.of(), i + 1),
                    read.getFirst().spec()));
        }
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(state);
        SnapshotAssembler assembler = new SnapshotAssembler("idc-a");
        assembler.put(requireNonNull(catalog.get(ResourceType.ROUTE, "entrance")).any());
        Listeners.of(Map.of("entrance", "127.0.0.1:1"), catalog.rules()).values()
                .forEach(listener -> assembler.put(listener.any()));
        return assembler.assemble(Map.of()).table(ListenerRole.ENTRANCE);
    }

    private static Route route(RouteTable table, Asked request) {
        RouteResult result = table.match(request);
        assertThat(result).as("%s", request).isInstanceOf(RouteResult.Matched.class);
        return ((RouteResult.Matched) result).route();
    }

    private static RouteAction.Forward forward(RouteTable table, Asked request) {
        return (RouteAction.Forward) route(table, request).action();
    }

    /** Returns the services that the request goes to with their weights. */
    private static Map<String, Integer> shares(RouteTable table, Asked request) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        forward(table, request).clusters().forEach(
                choice -> shares.put(choice.cluster().substring(0, choice.cluster().indexOf('/')), choice.weight()));
        return shares;
    }

    /** Returns the service that the request goes to, or {@link #NOBODY}. */
    private static String service(RouteTable table, String line, String... headers) {
        Asked request = Asked.of(line, headers);
        return table.match(request) instanceof RouteResult.Matched
                ? String.join("+", shares(table, request).keySet())
                : NOBODY;
    }

    private static String location(RouteTable table, String line, String scheme) {
        Asked request = Asked.of(line);
        RouteAction.Redirect redirect = (RouteAction.Redirect) route(table, request).action();
        return redirect.status() + " " + redirect.location(request, scheme);
    }

    private static String rewritten(RouteTable table, String line) {
        Asked request = Asked.of(line);
        PathRewrite rewrite = forward(table, request).pathRewrite();
        return rewrite == null ? request.path() : rewrite.apply(request.path());
    }

    private static Treatment treatment(RouteTable table, String line) {
        return requireNonNull(forward(table, Asked.of(line)).treatment());
    }

    // ---- simple gateway

    @Test
    void aRouteWithoutHostAndConditionsTakesEverything() {
        RouteTable table = routes("hosts: ['*']\ngroups: [{service: one}]");
        assertThat(service(table, "GET anything.example/")).isEqualTo("one");
        assertThat(service(table, "DELETE other.example:8443/deep/er?x=1")).isEqualTo("one");
    }

    // ---- HTTP routing

    @Test
    void loginOfOneHostAndACanaryOfAnother() {
        RouteTable table = routes(
                "hosts: [foo.example.com]\nmatches: [{path: {prefix: /login}}]\ngroups: [{service: one}]",
                "hosts: [bar.example.com]\nmatches: [{headers: [{name: env, exact: canary}]}]\n"
                        + "groups: [{service: two}]",
                "hosts: [bar.example.com]\ngroups: [{service: three}]");
        assertThat(service(table, "GET foo.example.com/login")).isEqualTo("one");
        assertThat(service(table, "GET foo.example.com/login/form")).isEqualTo("one");
        assertThat(service(table, "GET foo.example.com/logins")).isEqualTo(NOBODY);
        assertThat(service(table, "GET foo.example.com/")).isEqualTo(NOBODY);
        assertThat(service(table, "GET bar.example.com/login", "env: canary")).isEqualTo("two");
        assertThat(service(table, "GET bar.example.com/login", "env: production")).isEqualTo("three");
        assertThat(service(table, "GET bar.example.com/anything")).isEqualTo("three");
        assertThat(service(table, "GET baz.example.com/login")).isEqualTo(NOBODY);
    }

    @Test
    void allConditionsOfAMatchMustHold() {
        RouteTable table = routes("hosts: [foo.com]\nmatches: [{path: {prefix: /bar}}]\ngroups: [{service: one}]", """
                hosts: [foo.com]
                matches:
                - path: {prefix: /some/thing}
                  method: GET
                  headers: [{name: magic, exact: foo}]
                  query: [{name: great, exact: example}]
                groups: [{service: two}]
                """);
        assertThat(service(table, "POST foo.com/bar/x")).isEqualTo("one");
        assertThat(service(table, "GET foo.com/some/thing/else?great=example", "magic: foo")).isEqualTo("two");
        assertThat(service(table, "GET foo.com/some/thing?a=1&great=example", "magic: foo")).isEqualTo("two");
        assertThat(service(table, "POST foo.com/some/thing?great=example", "magic: foo")).isEqualTo(NOBODY);
        assertThat(service(table, "GET foo.com/some/thing?great=example", "magic: bar")).isEqualTo(NOBODY);
        assertThat(service(table, "GET foo.com/some/thing?great=other", "magic: foo")).isEqualTo(NOBODY);
        assertThat(service(table, "GET foo.com/some?great=example", "magic: foo")).isEqualTo(NOBODY);
    }

    @Test
    void aMatchWithoutAPathMeansEveryPathAndComesAfterThoseThatNameOne() {
        RouteTable table = routes(
                "hosts: [default-match.com]\nmatches: [{headers: [{name: magic, exact: default-match}]}]\n"
                        + "groups: [{service: one}]",
                "hosts: [default-match.com]\nmatches: [{path: {exact: /example/exact}}]\ngroups: [{service: two}]");
        assertThat(service(table, "GET default-match.com/anything", "magic: default-match")).isEqualTo("one");
        assertThat(service(table, "GET default-match.com/example/exact", "magic: default-match")).isEqualTo("two");
        assertThat(service(table, "GET default-match.com/example/exact/")).isEqualTo(NOBODY);
        assertThat(service(table, "GET default-match.com/anything")).isEqualTo(NOBODY);
    }

    @Test
    void aPrefixEndsWhereASegmentEnds() {
        RouteTable table = routes("hosts: ['*']\nmatches: [{path: {prefix: /mypath}}]\ngroups: [{service: one}]",
                "hosts: ['*']\nmatches: [{path: {prefix: /mypath-012}}]\ngroups: [{service: two}]",
                "hosts: ['*']\nmatches: [{path: {prefix: /my%20path/123}}]\ngroups: [{service: three}]");
        assertThat(service(table, "GET a.example/mypath")).isEqualTo("one");
        assertThat(service(table, "GET a.example/mypath/x")).isEqualTo("one");
        assertThat(service(table, "GET a.example/mypath-012")).isEqualTo("two");
        assertThat(service(table, "GET a.example/mypath-0123")).isEqualTo(NOBODY);
        assertThat(service(table, "GET a.example/my%20path/123/4")).isEqualTo("three");
    }

    @Test
    void severalMatchesAreAlternatives() {
        RouteTable table = routes("hosts: ['*']\nmatches: [{method: POST}, {method: PUT}, {method: DELETE}]\n"
                + "groups: [{service: one}]", "hosts: ['*']\ngroups: [{service: two}]");
        for (String method : List.of("POST", "PUT", "DELETE")) {
            assertThat(service(table, method + " api.example/")).as(method).isEqualTo("one");
        }
        assertThat(service(table, "GET api.example/")).isEqualTo("two");
        assertThat(service(table, "post api.example/")).as("methods have a case").isEqualTo("two");
    }

    // ---- several teams behind one gateway

    @Test
    void routesOfSeveralTeamsShareAHost() {
        RouteTable table = routes("hosts: [shop.example]\ngroups: [{service: one}]",
                "hosts: [shop.example]\nmatches: [{path: {prefix: /login}}]\n"
                        + "groups: [{service: two, weight: 90}, {service: copies, weight: 10}]",
                "hosts: [shop.example]\nmatches: [{path: {prefix: /store}}]\ngroups: [{service: three}]");
        assertThat(service(table, "GET shop.example/")).isEqualTo("one");
        assertThat(service(table, "GET shop.example/store/7")).isEqualTo("three");
        assertThat(shares(table, Asked.of("GET shop.example/login"))).isEqualTo(Map.of("two", 90, "copies", 10));
    }

    @ParameterizedTest
    @CsvSource({"example.com,/,'',one", "example.com,/example,'',one", "example.net,/example,'',one",
            "example.com,/example,version: one,one", "example.com,/v2,'',two", "example.net,/v2,'',one",
            "example.com,/v2/example,'',two", "example.com,/,version: two,two"})
    void theRoutesOfOneHostAreRankedTogetherWhoeverWroteThem(String host, String path, String header, String expected) {
        RouteTable table = routes("""
                hosts: [example.com, example.net]
                matches: [{path: {prefix: /}}, {headers: [{name: version, exact: one}]}]
                groups: [{service: one}]
                """, """
                hosts: [example.com]
                matches: [{path: {prefix: /v2}}, {headers: [{name: version, exact: two}]}]
                groups: [{service: two}]
                """);
        assertThat(header.isEmpty()
                ? service(table, "GET " + host + path)
                : service(table, "GET " + host + path, header)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/match/exact/one,three", "/match/exact,two", "/match,one", "/match/prefix/one/any,two",
            "/match/prefix/any,one", "/match/any,three"})
    void anExactPathBeforeTheLongestPrefix(String path, String expected) {
        RouteTable table = routes(match("{path: {prefix: /match/}}", "three"),
                match("{path: {prefix: /match/prefix/}}", "one"), match("{path: {prefix: /match/prefix/one/}}", "two"),
                match("{path: {exact: /match}}", "one"), match("{path: {exact: /match/exact}}", "two"),
                match("{path: {exact: /match/exact/one}}", "three"));
        assertThat(service(table, "GET a.example" + path)).isEqualTo(expected);
    }

    private static String match(String match, String service) {
        return "hosts: ['*']\nmatches: [" + match + "]\ngroups: [{service: " + service + "}]";
    }

    @Test
    void headersCountBeforeQueryParametersAndTheOlderRouteBreaksATie() {
        RouteTable table = routes(match("{query: [{name: animal, exact: whale}, {name: sea, exact: cold}]}", "one"),
                match("{headers: [{name: color, exact: blue}]}", "two"),
                match("{headers: [{name: color, exact: blue}]}", "three"));
        assertThat(service(table, "GET a.example/?animal=whale&sea=cold", "color: blue")).isEqualTo("two");
        assertThat(service(table, "GET a.example/?sea=cold&animal=whale")).isEqualTo("one");
        assertThat(service(table, "GET a.example/?animal=whale")).isEqualTo(NOBODY);
        assertThat(service(table, "GET a.example/", "color: blueish")).isEqualTo(NOBODY);
    }

    // ---- traffic splitting

    @Test
    void aNewVersionIsTriedThenSharedThenTakesAll() {
        RouteTable tried = routes("hosts: [foo.example.com]\ngroups: [{service: one}]",
                "hosts: [foo.example.com]\nmatches: [{headers: [{name: traffic, exact: test}]}]\n"
                        + "groups: [{service: two}]");
        assertThat(service(tried, "GET foo.example.com/")).isEqualTo("one");
        assertThat(service(tried, "GET foo.example.com/", "traffic: test")).isEqualTo("two");

        Asked request = Asked.of("GET foo.example.com/");
        RouteTable shared = routes("hosts: [foo.example.com]\n"
                + "groups: [{service: one, weight: 90}, {service: two, weight: 10}]");
        assertThat(shares(shared, request)).isEqualTo(Map.of("one", 90, "two", 10));

        RouteTable all = routes("hosts: [foo.example.com]\n"
                + "groups: [{service: one, weight: 0}, {service: two, weight: 1}]");
        assertThat(shares(all, request)).isEqualTo(Map.of("two", 1));
    }

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

    private static HeaderEdits edits(RouteTable table, String path) {
        return requireNonNull(treatment(table, "GET a.example" + path).request());
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
