package io.spillway.gateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The index gives what reading the rules from top to bottom gives. */
class RouteTablePropertyTest {
    private static final String[] SEGMENTS = {"a", "b", "ab", "abc", "users", "us", ""};

    private final Random random = new Random(42);

    @Test
    void theIndexedTableAgreesWithReadingTheRulesInOrder() {
        int matched = 0;
        for (int round = 0; round < 400; round++) {
            List<RouteRule> rules = new ArrayList<>();
            int count = random.nextInt(30);
            for (int i = 0; i < count; i++) {
                rules.add(new RouteRule(match(), new Route("r" + i, RouteAction.Forward.to("c", Duration.ZERO))));
            }
            RouteTable table = RouteTable.of(List.of(new VirtualHost("h", List.of("*"), rules)));
            for (int i = 0; i < 50; i++) {
                Requests request = request();
                String expected = byReading(rules, request);
                String actual = table
                        .match(request) instanceof RouteResult.Matched(Route route, String _, RouteMatch _, int _)
                                ? route.name()
                                : "none";
                assertThat(actual).as("%s in %s", request, rules).isEqualTo(expected);
                matched += expected.equals("none") ? 0 : 1;
            }
        }
        assertThat(matched).as("requests that matched something").isGreaterThan(2000);
    }

    private String path(int segments) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= random.nextInt(segments); i++) {
            path.append('/').append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
        }
        return path.toString();
    }

    private Requests request() {
        String query = random.nextBoolean() ? "" : "?a=/b";
        return Requests.of(random.nextBoolean() ? "GET" : "POST", "h", path(4) + query,
                random.nextBoolean() ? Map.of() : Map.of("k", "v" + random.nextInt(3)));
    }

    private RouteMatch match() {
        PathMatch path = switch (random.nextInt(4)) {
            case 0 -> new PathMatch.Exact(path(4));
            case 1 -> new PathMatch.Prefix(path(3));
            case 2 -> new PathMatch.SeparatedPrefix("/" + SEGMENTS[random.nextInt(6)]);
            default -> new PathMatch.Template(path(2) + (random.nextBoolean() ? "/*" : "/**"));
        };
        List<RouteMatch.Condition> headers = random.nextInt(3) > 0
                ? List.of()
                : List.of(new RouteMatch.Condition("k", random.nextBoolean()
                        ? new TextMatch.Exact("v1", false)
                        : new TextMatch.Not(new TextMatch.Exact("v2", false))));
        return new RouteMatch(path, random.nextInt(4) > 0 ? null : "POST", headers, List.of());
    }

    private static String byReading(List<RouteRule> rules, RequestView request) {
        String path = request.path().replaceAll("\\?.*", "");
        for (RouteRule rule : rules) {
            if (takes(rule.match().path(), path) && rule.match().conditionsHold(request)) {
                return rule.route().name();
            }
        }
        return "none";
    }

    private static boolean takes(PathMatch match, String path) {
        return switch (match) {
            case PathMatch.Connect _ -> false;
            case PathMatch.Exact(String text) -> path.equals(text);
            case PathMatch.Prefix(String text) -> path.startsWith(text);
            case PathMatch.SeparatedPrefix(String text) -> path.equals(text) || path.startsWith(text + "/");
            case PathMatch.Template(String text) -> path.matches(
                    text.endsWith("**")
                            ? quoted(text.substring(0, text.length() - 2)) + ".*"
                            : quoted(text.substring(0, text.length() - 1)) + "[^/]+");
        };
    }

    private static String quoted(String text) {
        return "\\Q" + text + "\\E";
    }
}
