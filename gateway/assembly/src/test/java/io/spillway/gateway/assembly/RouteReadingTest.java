package io.spillway.gateway.assembly;

import java.util.List;
import java.util.Set;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.PrefixRewrite;
import io.spillway.gateway.route.RedirectTarget;
import io.spillway.gateway.route.RetryConditions;
import io.spillway.gateway.route.RetryOn;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.TextMatch;
import io.spillway.gateway.route.WeightedCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("slow")
class RouteReadingTest {
    private static RouteRule read(Route.Builder route) {
        return RoutesReader.inline(Resources.routes("entrance", route).build()).hosts().getFirst().rules().getFirst();
    }

    private static HeaderMatcher.Builder header(String name, StringMatcher.Builder value) {
        return HeaderMatcher.newBuilder().setName(name).setStringMatch(value);
    }

    @Test
    void conditionsAreReadAsTheyAreMeant() {
        RouteRule rule = read(Resources.route("r", "/", "c", 1).setMatch(RouteMatch.newBuilder()
                .setPathMatchPolicy(TypedExtensionConfig.newBuilder().setName("template").setTypedConfig(
                        Any.pack(UriTemplateMatchConfig.newBuilder().setPathTemplate("/users/{id}").build())))
                .addHeaders(header(":method", StringMatcher.newBuilder().setExact("POST")))
                .addHeaders(header("X-Canary", StringMatcher.newBuilder().setPrefix("y").setIgnoreCase(true)))
                .addHeaders(header("x-not", StringMatcher.newBuilder().setExact("1")).setInvertMatch(true))
                .addHeaders(HeaderMatcher.newBuilder().setName("x-absent").setPresentMatch(true).setInvertMatch(true))
                .addQueryParameters(QueryParameterMatcher.newBuilder().setName("q").setPresentMatch(true))));
        assertThat(rule.match())
                .isEqualTo(new io.spillway.gateway.route.RouteMatch(new PathMatch.Template("/users/{id}"),
                        "POST",
                        List.of(condition("x-canary", new TextMatch.StartsWith("y", true)),
                                condition("x-not", new TextMatch.PresentAndNot(new TextMatch.Exact("1", false))),
                                condition("x-absent", new TextMatch.Not(new TextMatch.Present()))),
                        List.of(condition("q", new TextMatch.Present()))));
    }

    private static io.spillway.gateway.route.RouteMatch.Condition condition(String name, TextMatch value) {
        return new io.spillway.gateway.route.RouteMatch.Condition(name, value);
    }

    @Test
    void aForwardKeepsWeightsTimeRetriesAndRewrites() {
        RouteRule rule = read(Route.newBuilder().setName("r")
                .setMatch(RouteMatch.newBuilder().setPathSeparatedPrefix("/old"))
                .setRoute(RouteAction.newBuilder().setCluster("orders/default").setPrefixRewrite("/new")
                        .setHostRewriteLiteral("inner.example").setTimeout(Duration.getDefaultInstance())
                        .setRetryPolicy(RetryPolicy.newBuilder().setRetryOn("gateway-error, retriable-status-codes")
                                .addRetriableStatusCodes(409).setPerTryTimeout(Duration.newBuilder().setSeconds(1)))));
        assertThat(rule.route().action()).isEqualTo(new io.spillway.gateway.route.RouteAction.Forward(
                List.of(new WeightedCluster("orders/default", 1)), java.time.Duration.ZERO,
                new RetryConditions(1, Set.of(RetryOn.GATEWAY_ERROR, RetryOn.STATUS), Set.of(409),
                        java.time.Duration.ofSeconds(1)),
                new PrefixRewrite("/old", "/new"), "inner.example"));
    }

    @Test
    void theControlPlanesRetryPolicyIsOurStandardOne() {
        assertThat(RetryReader.read(RetryPolicy.newBuilder()
                .setRetryOn("connect-failure,refused-stream,reset-before-request,unavailable")
                .setNumRetries(UInt32Value.of(3)).build())).isEqualTo(RetryConditions.STANDARD);
        assertThat(RetryReader.read(RetryPolicy.getDefaultInstance())).isEqualTo(RetryConditions.NONE);
    }

    @Test
    void aRouteWithoutTimeOutHasTheFifteenSecondsThatXdsDocuments() {
        RouteRule rule = read(Route.newBuilder().setMatch(RouteMatch.newBuilder().setPath("/x"))
                .setRoute(RouteAction.newBuilder().setCluster("c")));
        assertThat(rule.route().name()).isEqualTo("orders.example/0");
        assertThat(rule.route().action()).isInstanceOfSatisfying(io.spillway.gateway.route.RouteAction.Forward.class,
                forward -> assertThat(forward.timeout()).isEqualTo(java.time.Duration.ofSeconds(15)));
    }

    @Test
    void redirectsAreRead() {
        RouteRule rule = read(Route.newBuilder().setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/old"))
                .setRedirect(RedirectAction.newBuilder().setHttpsRedirect(true).setHostRedirect("new.example")
                        .setPortRedirect(8443).setPrefixRewrite("/new")
                        .setResponseCode(RedirectAction.RedirectResponseCode.PERMANENT_REDIRECT)));
        assertThat(rule.route().action()).isEqualTo(new io.spillway.gateway.route.RouteAction.Redirect(308,
                new RedirectTarget("https", "new.example", 8443, new PrefixRewrite("/old", "/new")), false));
    }

    @Test
    void aRedirectToAnotherHostKeepsThePortWhereOurMetadataSaySo() {
        Route.Builder route = Route.newBuilder().setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRedirect(RedirectAction.newBuilder().setHostRedirect("new.example"));
        assertThat(target(route)).isEqualTo(new RedirectTarget(null, "new.example", null, null, false));
        assertThat(target(route.setMetadata(Resources.metadata("redirect_port", "request"))))
                .isEqualTo(new RedirectTarget(null, "new.example", null, null, true));
        assertThatThrownBy(() -> target(route.setMetadata(Resources.metadata("redirect_port", "81"))))
                .hasMessage("metadata spillway.redirect_port: 81 (expected: request)");
    }

    private static RedirectTarget target(Route.Builder route) {
        return ((io.spillway.gateway.route.RouteAction.Redirect) read(route).route().action()).target();
    }
}
