package io.spillway.control.snapshot;

import java.util.List;
import java.util.Map;

import io.spillway.control.snapshot.WrittenRoutes.Asked;
import io.spillway.gateway.route.RouteTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.spillway.control.snapshot.WrittenRoutes.NOBODY;
import static io.spillway.control.snapshot.WrittenRoutes.match;
import static io.spillway.control.snapshot.WrittenRoutes.routes;
import static io.spillway.control.snapshot.WrittenRoutes.service;
import static io.spillway.control.snapshot.WrittenRoutes.shares;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples that the Kubernetes Gateway API publishes for HTTPRoute (its user guides and examples/standard, and of its
 * conformance tests the tables for paths, hosts and query parameters): which Route takes a request. A rule there is a Route here.
 */
@Tag("slow")
class GatewayApiMatchingTest {
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

    // ---- the conformance table of query parameters

    @ParameterizedTest
    @CsvSource({"/?animal=whale,'',one", "/?animal=dolphin,'',two", "/?animal=dolphin&color=blue,'',three",
            "/?ANIMAL=Whale,'',three", "/?animal=whale&otherparam=irrelevant,'',one",
            "/?animal=dolphin&color=yellow,'',two", "/?color=blue,'',nobody", "/?animal=dog,'',nobody",
            "/?animal=whaledolphin,'',nobody", "/,'',nobody", "/path1?animal=whale,'',one",
            "/?animal=whale,version: one,two", "/path2?animal=whale,version: two,three", "/path3?animal=shark,'',one",
            "/path4?animal=kraken,version: three,one", "/?animal=shark,'',nobody", "/path4?animal=kraken,'',nobody",
            "/path5?animal=hydra,'',one", "/?animal=hydra,version: four,three", "/?animal=hydra,'',two"})
    void queryParametersAreTakenAsWrittenAndCountAfterPathsAndHeaders(String path, String header, String expected) {
        RouteTable table = routes(match("{query: [{name: animal, exact: whale}]}", "one"),
                match("{query: [{name: animal, exact: dolphin}]}", "two"),
                match("{query: [{name: animal, exact: dolphin}, {name: color, exact: blue}]}, "
                        + "{query: [{name: ANIMAL, exact: Whale}]}", "three"),
                match("{path: {prefix: /path1}, query: [{name: animal, exact: whale}]}", "one"),
                match("{headers: [{name: version, exact: one}], query: [{name: animal, exact: whale}]}", "two"),
                match("{path: {prefix: /path2}, headers: [{name: version, exact: two}], "
                        + "query: [{name: animal, exact: whale}]}", "three"),
                match("{path: {prefix: /path3}, query: [{name: animal, exact: shark}]}, {path: {prefix: /path4}, "
                        + "headers: [{name: version, exact: three}], query: [{name: animal, exact: kraken}]}", "one"),
                match("{path: {prefix: /path5}}", "one"), match("{query: [{name: animal, exact: hydra}]}", "two"),
                match("{headers: [{name: version, exact: four}]}", "three"));
        assertThat(header.isEmpty()
                ? service(table, "GET a.example" + path)
                : service(table, "GET a.example" + path, header))
                .isEqualTo(expected);
    }

    @Test
    void ofAParameterThatComesTwiceTheFirstCounts() {
        RouteTable table = routes(match("{query: [{name: animal, exact: whale}]}", "one"));
        assertThat(service(table, "GET a.example/?animal=whale&animal=dog")).isEqualTo("one");
        assertThat(service(table, "GET a.example/?animal=dog&animal=whale")).isEqualTo(NOBODY);
    }
}
