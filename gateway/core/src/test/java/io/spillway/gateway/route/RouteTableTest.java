package io.spillway.gateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouteTableTest {
    private static RouteRule rule(String name, PathMatch path) {
        return rule(name, RouteMatch.path(path));
    }

    private static RouteRule rule(String name, RouteMatch match) {
        return new RouteRule(match, new Route(name, RouteAction.Forward.to(name, Duration.ofSeconds(1))));
    }

    private static VirtualHost host(String domain, RouteRule... rules) {
        return new VirtualHost(domain, List.of(domain), List.of(rules));
    }

    private static String match(RouteTable table, RequestView request) {
        return switch (table.match(request)) {
            case RouteResult.Matched(Route route, String _, RouteMatch _, int _) -> route.name();
            case RouteResult.NotMatched(String reason) -> reason;
        };
    }

    @ParameterizedTest
    @CsvSource({"orders.example,exact", "ORDERS.Example,exact", "orders.example:8080,exact", "orders.example:9999,port",
            "a.example,one", "b.a.example,one", "x.deep.a.example,one", "c.deep.example,two", "example,any",
            ".example,any",
            "[::1],v6", "[::1]:80,v6", "'',any"})
    void chooseTheHostByExactNameThenLongestSuffixThenStar(String authority, String expected) {
        RouteTable table = RouteTable.of(List.of(host("*", rule("any", PathMatch.ANY)),
                host("*.example", rule("one", PathMatch.ANY)), host("*.deep.example:*", rule("two", PathMatch.ANY)),
                new VirtualHost("orders", List.of("orders.example", "orders.example:*"),
                        List.of(rule("exact", PathMatch.ANY))),
                host("orders.example:9999", rule("port", PathMatch.ANY)), host("[::1]", rule("v6", PathMatch.ANY))));
        assertThat(match(table, Requests.get(authority, "/"))).isEqualTo(expected);
    }

    @Test
    void sayWhetherHostOrRouteIsMissing() {
        RouteTable table = RouteTable.of(List.of(host("orders.example", rule("a", new PathMatch.Exact("/a")))));
        assertThat(match(table, Requests.get("other.example", "/a"))).isEqualTo("no_host");
        assertThat(match(table, Requests.get("orders.example", "/b"))).isEqualTo("no_route");
        assertThat(match(RouteTable.EMPTY, Requests.get("orders.example", "/b"))).isEqualTo("no_host");
    }

    @Test
    void theFirstListedRuleWinsWhateverItsKind() {
        PathMatch[] all = {new PathMatch.Exact("/api/users/7"), new PathMatch.Prefix("/api"),
                new PathMatch.SeparatedPrefix("/api/users"), new PathMatch.Template("/api/{kind}/{id}"),
                new PathMatch.Template("/api/**")};
        for (int first = 0; first < all.length; first++) {
            List<RouteRule> rules = new ArrayList<>();
            for (int i = 0; i < all.length; i++) {
                int which = (first + i) % all.length;
                rules.add(rule("r" + which, all[which]));
            }
            RouteTable table = RouteTable.of(List.of(new VirtualHost("h", List.of("*"), rules)));
            assertThat(match(table, Requests.get("h", "/api/users/7?x=1"))).isEqualTo("r" + first);
        }
    }

    @Test
    void aPrefixIsOfCharactersAndASeparatedPrefixOfSegments() {
        RouteTable table = RouteTable.of(List.of(host("*", rule("separated", new PathMatch.SeparatedPrefix("/api")),
                rule("prefix", new PathMatch.Prefix("/ap")), rule("long", new PathMatch.Prefix("/apple/pie")))));
        assertThat(match(table, Requests.get("h", "/api"))).isEqualTo("separated");
        assertThat(match(table, Requests.get("h", "/api?q"))).isEqualTo("separated");
        assertThat(match(table, Requests.get("h", "/api/x"))).isEqualTo("separated");
        assertThat(match(table, Requests.get("h", "/apis"))).isEqualTo("prefix");
        assertThat(match(table, Requests.get("h", "/apple/pie"))).isEqualTo("prefix");
        assertThat(match(table, Requests.get("h", "/a?pi"))).isEqualTo("no_route");
        assertThat(match(table, Requests.get("h", "*"))).isEqualTo("no_route");
    }

    @Test
    void templatesTakeWholeSegments() {
        RouteTable table = RouteTable
                .of(List.of(host("*", rule("order", new PathMatch.Template("/users/{id}/orders/*")),
                        rule("literal", new PathMatch.Template("/users/me/profile")),
                        rule("rest", new PathMatch.Template("/files/{path=**}")))));
        assertThat(match(table, Requests.get("h", "/users/7/orders/9"))).isEqualTo("order");
        assertThat(match(table, Requests.get("h", "/users/me/orders/9"))).isEqualTo("order");
        assertThat(match(table, Requests.get("h", "/users/me/profile"))).isEqualTo("literal");
        assertThat(match(table, Requests.get("h", "/users//orders/9"))).isEqualTo("no_route");
        assertThat(match(table, Requests.get("h", "/users/7/orders"))).isEqualTo("no_route");
        assertThat(match(table, Requests.get("h", "/files/a/b"))).isEqualTo("rest");
        assertThat(match(table, Requests.get("h", "/files/"))).isEqualTo("rest");
        assertThat(match(table, Requests.get("h", "/files"))).isEqualTo("no_route");
    }

    @Test
    void methodHeadersAndQueryMustHoldTogether() {
        RouteMatch strict = new RouteMatch(PathMatch.ANY, "POST",
                List.of(new RouteMatch.Condition("x-canary", new TextMatch.Exact("yes", false)),
                        new RouteMatch.Condition("x-old", new TextMatch.Not(new TextMatch.Present()))),
                List.of(new RouteMatch.Condition("v", new TextMatch.StartsWith("2", false)),
                        new RouteMatch.Condition("flag", new TextMatch.Present())));
        RouteTable table = RouteTable.of(List.of(host("*", rule("strict", strict), rule("else", PathMatch.ANY))));
        Map<String, String> canary = Map.of("x-canary", "yes");
        assertThat(match(table, Requests.of("POST", "h", "/?v=21&flag", canary))).isEqualTo("strict");
        assertThat(match(table, Requests.of("GET", "h", "/?v=21&flag", canary))).isEqualTo("else");
        assertThat(match(table, Requests.of("POST", "h", "/?v=12&flag", canary))).isEqualTo("else");
        assertThat(match(table, Requests.of("POST", "h", "/?v=21", canary))).isEqualTo("else");
        assertThat(match(table, Requests.of("POST", "h", "/?v=21&flag", Map.of()))).isEqualTo("else");
        assertThat(match(table, Requests.of("POST", "h", "/?v=21&flag", Map.of("x-canary", "yes", "x-old", ""))))
                .isEqualTo("else");
    }

    @Test
    void aCrossingTableOfTenThousandGroupsLooksAtOneHeaderOnce() {
        List<RouteRule> rules = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            rules.add(rule("g" + i, new RouteMatch(PathMatch.ANY, null,
                    List.of(new RouteMatch.Condition("x-spillway-cluster", new TextMatch.Exact("s/g" + i, false))),
                    List.of())));
        }
        RouteTable table = RouteTable.of(List.of(new VirtualHost("crossing", List.of("*"), rules)));
        Requests request = Requests.of("GET", "h", "/", Map.of("x-spillway-cluster", "s/g9876"));
        assertThat(match(table, request)).isEqualTo("g9876");
        // Once for the index, once when the rule itself is checked.
        assertThat(request.questions()).isLessThanOrEqualTo(2);
        assertThat(match(table, Requests.get("h", "/"))).isEqualTo("no_route");
    }

    @Test
    void theReasonNamesDomainAndPath() {
        RouteTable table = RouteTable.of(List.of(host("*.example", rule("r", new PathMatch.Prefix("/api")))));
        assertThat(table.match(Requests.get("a.example", "/api/1")))
                .isInstanceOfSatisfying(RouteResult.Matched.class,
                        matched -> assertThat(matched.reason()).isEqualTo("host *.example, prefix /api"));
    }

    @Test
    void theTemplateOfARouteNamesItsPathsAndARouteForAllHasNone() {
        assertThat(PathMatch.template(new PathMatch.Template("/orders/{id}"))).isEqualTo("/orders/{id}");
        assertThat(PathMatch.template(new PathMatch.Exact("/orders"))).isEqualTo("/orders");
        assertThat(PathMatch.template(new PathMatch.Prefix("/api"))).isEqualTo("/api*");
        assertThat(PathMatch.template(new PathMatch.SeparatedPrefix("/api"))).isEqualTo("/api/*");
        assertThat(PathMatch.template(PathMatch.ANY)).isNull();
        assertThat(PathMatch.template(new PathMatch.Connect())).isNull();
    }

    @Test
    void whatCannotBeUnderstoodIsRefusedByName() {
        assertThatThrownBy(
                () -> RouteTable.of(List.of(host("a.example"), host("A.example:*", rule("x", PathMatch.ANY)))))
                .hasMessage("domain: A.example:* (expected: each domain once, but a.example stands before it)");
        assertThatThrownBy(() -> RouteTable.of(List.of(host("a.*"))))
                .hasMessage("domain: a.* (expected: host, host:port, host:*, *.suffix, *.suffix:* or *)");
        assertThatThrownBy(() -> RouteTable.of(List.of(host("*", rule("x", new PathMatch.Prefix("api"))))))
                .hasMessage("path: api (expected: something that starts with /)");
        assertThatThrownBy(() -> RouteTable.of(List.of(host("*", rule("x", new PathMatch.Template("/a/x{b}"))))))
                .hasMessageStartingWith("template: /a/x{b}, segment: x{b} (expected: ");
        assertThatThrownBy(() -> RouteTable.of(List.of(host("*", rule("x", new PathMatch.Template("/**/b"))))))
                .hasMessage("template: /**/b (expected: ** only as the last segment)");
    }
}
