package io.spillway.gateway.assembly;

import java.util.List;
import java.util.stream.Stream;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.spillway.gateway.route.FaultInjection;
import io.spillway.gateway.route.FullPathRewrite;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.Share;
import io.spillway.gateway.route.TextMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What routes do besides sending on: read to the letter, or Nacked. */
class TreatmentReadingTest {
    private static final HTTPFault ABORT = HTTPFault.newBuilder()
            .setAbort(FaultAbort.newBuilder().setHttpStatus(503)
                    .setPercentage(FractionalPercent.newBuilder().setNumerator(50)))
            .build();

    private static Route.Builder route() {
        return Route.newBuilder().setName("r").setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setRoute(RouteAction.newBuilder().setCluster("c"));
    }

    private static RouteConfiguration.Builder routes(Route.Builder route) {
        return RouteConfiguration.newBuilder().setName("entrance").addVirtualHosts(
                VirtualHost.newBuilder().setName("h").addDomains("*").addRoutes(route));
    }

    private static RouteRule read(Route.Builder route) {
        return RoutesReader.inline(routes(route).build()).hosts().getFirst().rules().getFirst();
    }

    private static io.spillway.gateway.route.RouteAction.Forward forward(Route.Builder route) {
        return (io.spillway.gateway.route.RouteAction.Forward) read(route).route().action();
    }

    private static Metadata ours(String key, String value) {
        return Metadata.newBuilder().putFilterMetadata("spillway",
                Struct.newBuilder().putFields(key, Value.newBuilder().setStringValue(value).build()).build()).build();
    }

    private static HeaderValueOption.Builder header(String name, String value) {
        return HeaderValueOption.newBuilder().setHeader(HeaderValue.newBuilder().setKey(name).setValue(value));
    }

    private static Route.Builder regexRewrite(String regex, String substitution) {
        Route.Builder route = route();
        route.getRouteBuilder().setRegexRewrite(RegexMatchAndSubstitute.newBuilder()
                .setPattern(RegexMatcher.newBuilder().setRegex(regex)).setSubstitution(substitution));
        return route;
    }

    @Test
    void aRouteThatOnlySendsOnHasNoTreatment() {
        assertThat(forward(route()).treatment()).isNull();
        assertThat(forward(route().addRequestHeadersToAdd(header("x-spillway-cluster", "a/b"))
                .addRequestHeadersToRemove("x-spillway-idc")).treatment()).isNull();
    }

    @Test
    void aFaultHasItsEnd() {
        assertThat(forward(route().putTypedPerFilterConfig("envoy.filters.http.fault", Any.pack(ABORT))
                .setMetadata(ours("fault_expires", "1764072000000"))).treatment())
                .isNotNull().extracting(treatment -> treatment.fault())
                .isEqualTo(new FaultInjection(java.time.Duration.ZERO, new Share(0), 503, new Share(500_000),
                        java.time.Instant.ofEpochMilli(1_764_072_000_000L)));
    }

    @Test
    void theWholePathIsReplacedByTheExpressionThatTakesAll() {
        assertThat(forward(regexRewrite("^/.*$", "/new")).pathRewrite()).isEqualTo(new FullPathRewrite("/new"));
    }

    @Test
    void aMissingHeaderMayCountAsEmpty() {
        Route.Builder route = route();
        route.getMatchBuilder().addHeaders(HeaderMatcher.newBuilder().setName("x")
                .setStringMatch(StringMatcher.newBuilder().setExact("1")).setInvertMatch(true)
                .setTreatMissingHeaderAsEmpty(true));
        TextMatch condition = read(route).match().headers().getFirst().value();
        assertThat(List.of(condition.matches(null), condition.matches("2"), condition.matches("1")))
                .containsExactly(true, true, false);
    }

    static Stream<Arguments> refused() {
        Route.Builder mirrors = route();
        mirrors.getRouteBuilder().addRequestMirrorPoliciesBuilder().setCluster("a");
        mirrors.getRouteBuilder().addRequestMirrorPoliciesBuilder().setCluster("b");
        Route.Builder regex = route();
        regex.getMatchBuilder().addHeaders(HeaderMatcher.newBuilder().setName("cookie").setStringMatch(
                StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex("(a+)+"))));
        HTTPFault limited = ABORT.toBuilder().setDisableDownstreamClusterStats(true).build();
        return Stream.of(
                arguments(route().putTypedPerFilterConfig("envoy.filters.http.fault", Any.pack(ABORT)),
                        "metadata spillway.fault_expires of route r: none (expected: milliseconds since 1970: a fault must"
                                + " end by itself)"),
                arguments(route().putTypedPerFilterConfig("envoy.filters.http.fault", Any.pack(limited)),
                        "HTTPFault.disable_downstream_cluster_stats is not supported"),
                arguments(route().putTypedPerFilterConfig("envoy.filters.http.lua", Any.pack(BoolValue.of(true))),
                        "typed_per_filter_config envoy.filters.http.lua of route r is not supported"),
                arguments(mirrors, "request_mirror_policies of route r: 2 (expected: at most 1)"),
                arguments(route().addResponseHeadersToAdd(header("x-a", "%REQ(x)%")),
                        "command in the value of header x-a: %REQ(x)% is not supported"),
                arguments(route().addResponseHeadersToAdd(header("x-a", "a\nb")),
                        "value of header x-a: character 10 at 1 (expected: printable ASCII)"),
                arguments(route().addRequestHeadersToRemove("Transfer-Encoding"),
                        "header to edit: Transfer-Encoding (expected: a header that does not frame the message)"),
                arguments(route().setMetadata(ours("sticky", "moon")),
                        "metadata spillway.sticky of route r: moon (expected: header NAME, cookie NAME, cookie NAME"
                                + " SECONDS, query NAME or address)"),
                arguments(regexRewrite("^/a(.*)$", "/b"),
                        "regex_rewrite of route r by ^/a(.*)$ other than ^/.*$ is not supported"),
                arguments(regexRewrite("^/.*$", "/\\1"),
                        "regex_rewrite.substitution of route r: /\\1 (expected: no \\)"),
                arguments(regex, "StringMatcher.safe_regex is not supported"),
                arguments(route().putTypedPerFilterConfig("envoy.filters.http.fault", Any.pack(HTTPFault.newBuilder()
                        .setAbort(FaultAbort.newBuilder().setHttpStatus(99)
                                .setPercentage(FractionalPercent.newBuilder().setNumerator(1)))
                        .build())).setMetadata(ours("fault_expires", "1764072000000")),
                        "http_status of a fault: 99 (expected: 200..599)"),
                arguments(regexRewrite("^/.*$", "new"),
                        "regex_rewrite.substitution of route r: new (expected: something that starts with /)"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeObeyedIsRefused(Route.Builder route, String why) {
        assertThat(new SnapshotAssembler("idc-a").put(routes(route).build()))
                .isEqualTo(new Validation.Invalid("entrance", why));
    }
}
