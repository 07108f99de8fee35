package io.spillway.gateway.assembly;

import java.util.List;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RateLimit;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBACPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.Int64Range;
import io.envoyproxy.envoy.type.v3.Percent;
import io.envoyproxy.envoy.type.v3.TokenBucket;

/** Resources in which every message that is read stands once. */
final class FullResources {
    /** What the messages within are. */
    static final List<Class<? extends Message>> PACKED = List.of(HttpConnectionManager.class, Router.class, RBAC.class,
            TcpProxy.class, TlsInspector.class, HttpProtocolOptions.class, ProxyProtocolUpstreamTransport.class,
            RawBuffer.class, LocalRateLimit.class, HTTPFault.class, RBACPerRoute.class, UriTemplateMatchConfig.class,
            UriTemplateRewriteConfig.class);

    private FullResources() {}

    static List<Message> all() {
        return List.of(cluster(), ring(), maglev(), endpoints("a/b"), endpoints("c/d"), routes(), http("entrance"),
                http("crossing"), tcp());
    }

    private static RuntimeDouble number(double value) {
        return RuntimeDouble.newBuilder().setDefaultValue(value).build();
    }

    private static Cluster cluster() {
        return Resources.cluster("a/b").setLbPolicy(Cluster.LbPolicy.LEAST_REQUEST)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setServiceName("a/b"))
                .setLeastRequestLbConfig(Cluster.LeastRequestLbConfig.newBuilder().setActiveRequestBias(number(2))
                        .setSlowStartConfig(Cluster.SlowStartConfig.newBuilder().setSlowStartWindow(seconds(5))
                                .setAggression(number(1.5)).setMinWeightPercent(percent(20))))
                .setCommonLbConfig(CommonLbConfig.newBuilder().setHealthyPanicThreshold(percent(40))
                        .setZoneAwareLbConfig(
                                CommonLbConfig.ZoneAwareLbConfig.newBuilder().setFailTrafficOnPanic(true)))
                .setLbSubsetConfig(Cluster.LbSubsetConfig.newBuilder()
                        .setFallbackPolicy(Cluster.LbSubsetConfig.LbSubsetFallbackPolicy.ANY_ENDPOINT)
                        .addSubsetSelectors(Cluster.LbSubsetConfig.LbSubsetSelector.newBuilder().addKeys("version")))
                .setOutlierDetection(OutlierDetection.newBuilder().setInterval(seconds(2))
                        .setSplitExternalLocalOriginErrors(true))
                .setCircuitBreakers(CircuitBreakers.newBuilder().addThresholds(Thresholds.newBuilder()
                        .setMaxConnections(UInt32Value.of(9)).setRetryBudget(
                                Thresholds.RetryBudget.newBuilder().setBudgetPercent(percent(30)))))
                .clearTypedExtensionProtocolOptions()
                .putTypedExtensionProtocolOptions("envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                        Any.pack(HttpProtocolOptions.newBuilder().setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                                .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance())).build()))
                .build();
    }

    private static Cluster ring() {
        TransportSocket clear = TransportSocket.newBuilder().setName("clear")
                .setTypedConfig(Any.pack(RawBuffer.getDefaultInstance())).build();
        return Resources.cluster("c/d").setLbPolicy(Cluster.LbPolicy.RING_HASH)
                .setTransportSocket(TransportSocket.newBuilder().setName("proxy").setTypedConfig(
                        Any.pack(ProxyProtocolUpstreamTransport.newBuilder().setConfig(ProxyProtocolConfig.newBuilder()
                                .setVersion(ProxyProtocolConfig.Version.V2)).setTransportSocket(clear).build())))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setServiceName("c/d"))
                .setRingHashLbConfig(
                        Cluster.RingHashLbConfig.newBuilder().setMinimumRingSize(UInt64Value.of(2048)))
                .setCommonLbConfig(CommonLbConfig.newBuilder().setConsistentHashingLbConfig(
                        CommonLbConfig.ConsistentHashingLbConfig.newBuilder()
                                .setHashBalanceFactor(UInt32Value.of(150))))
                .build();
    }

    private static Cluster maglev() {
        return Resources.cluster("e/f").setLbPolicy(Cluster.LbPolicy.MAGLEV)
                .setMaglevLbConfig(Cluster.MaglevLbConfig.newBuilder().setTableSize(UInt64Value.of(251))).build();
    }

    private static Message endpoints(String cluster) {
        return Resources.assignment(cluster, Resources.locality(0, "idc-a",
                Resources.endpoint("10.0.0.1", 80, HealthStatus.HEALTHY, "workload"))
                .setLoadBalancingWeight(UInt32Value.of(3))).build();
    }

    private static Duration seconds(int seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    private static Percent percent(double value) {
        return Percent.newBuilder().setValue(value).build();
    }

    private static RouteConfiguration routes() {
        return RouteConfiguration.newBuilder().setName("entrance").addVirtualHosts(VirtualHost.newBuilder().setName("h")
                .addDomains("*").setRetryPolicy(retries()).addRoutes(forward()).addRoutes(hashed()).addRoutes(guarded())
                .addRoutes(template())
                .addRoutes(Route.newBuilder().setName("tunnel").setMatch(RouteMatch.newBuilder()
                        .setConnectMatcher(RouteMatch.ConnectMatcher.getDefaultInstance()))
                        .setRoute(RouteAction.newBuilder().setCluster("c/d").addUpgradeConfigs(
                                RouteAction.UpgradeConfig.newBuilder().setUpgradeType("CONNECT").setConnectConfig(
                                        RouteAction.UpgradeConfig.ConnectConfig.getDefaultInstance()))))
                .addRoutes(Route.newBuilder().setName("answer").setMatch(RouteMatch.newBuilder().setPath("/answer"))
                        .setDirectResponse(DirectResponseAction.newBuilder().setStatus(200)))
                .addRoutes(Route.newBuilder().setName("away").setMatch(RouteMatch.newBuilder().setPrefix("/away"))
                        .setRedirect(RedirectAction.newBuilder().setHostRedirect("other"))))
                .build();
    }

    private static RetryPolicy retries() {
        return RetryPolicy.newBuilder().setRetryOn("5xx").setNumRetries(UInt32Value.of(2))
                .setRetryBackOff(RetryPolicy.RetryBackOff.newBuilder()
                        .setBaseInterval(Duration.newBuilder().setNanos(25_000_000)))
                .build();
    }

    private static Route forward() {
        return Route.newBuilder().setName("forward").setMatch(RouteMatch.newBuilder().setPrefix("/f")
                .addHeaders(HeaderMatcher.newBuilder().setName("x").setStringMatch(
                        StringMatcher.newBuilder().setExact("1")))
                .addQueryParameters(QueryParameterMatcher.newBuilder().setName("q").setStringMatch(
                        StringMatcher.newBuilder().setPrefix("1"))))
                .setRoute(RouteAction.newBuilder().setTimeout(seconds(9)).setRetryPolicy(retries()).setWeightedClusters(
                        WeightedCluster.newBuilder().addClusters(WeightedCluster.ClusterWeight.newBuilder()
                                .setName("a/b").setWeight(UInt32Value.of(1))))
                        .addRequestMirrorPolicies(RouteAction.RequestMirrorPolicy.newBuilder().setCluster("c/d")
                                .setRuntimeFraction(RuntimeFractionalPercent.newBuilder().setDefaultValue(
                                        FractionalPercent.newBuilder().setNumerator(7)))))
                .build();
    }

    private static Route hashed() {
        return Route.newBuilder().setName("hashed").setMatch(RouteMatch.newBuilder().setPathSeparatedPrefix("/h"))
                .setMetadata(Metadata.newBuilder().putFilterMetadata("else", Struct.newBuilder()
                        .putFields("k", Value.newBuilder().setStringValue("v").build()).build()))
                .setRoute(RouteAction.newBuilder().setCluster("c/d")
                        .addHashPolicy(RouteAction.HashPolicy.newBuilder().setTerminal(true).setHeader(
                                RouteAction.HashPolicy.Header.newBuilder().setHeaderName("x")))
                        .addHashPolicy(RouteAction.HashPolicy.newBuilder().setTerminal(true).setCookie(
                                RouteAction.HashPolicy.Cookie.newBuilder().setName("c")))
                        .addHashPolicy(RouteAction.HashPolicy.newBuilder().setTerminal(true).setQueryParameter(
                                RouteAction.HashPolicy.QueryParameter.newBuilder().setName("q")))
                        .addUpgradeConfigs(RouteAction.UpgradeConfig.newBuilder().setUpgradeType("spdy/3.1")))
                .build();
    }

    private static Route guarded() {
        RuntimeFractionalPercent always = RuntimeFractionalPercent.newBuilder()
                .setDefaultValue(FractionalPercent.newBuilder().setNumerator(100)).build();
        TokenBucket bucket = TokenBucket.newBuilder().setMaxTokens(9).setFillInterval(seconds(1)).build();
        LocalRateLimit limit = LocalRateLimit.newBuilder().setFilterEnabled(always).setFilterEnforced(always)
                .setTokenBucket(bucket)
                .addRateLimits(RateLimit.newBuilder().addActions(RateLimit.Action.newBuilder().setRequestHeaders(
                        RateLimit.Action.RequestHeaders.newBuilder().setHeaderName("x").setDescriptorKey("x"))))
                .addDescriptors(LocalRateLimitDescriptor.newBuilder().setTokenBucket(bucket)
                        .addEntries(RateLimitDescriptor.Entry.newBuilder().setKey("x")))
                .build();
        HTTPFault fault = HTTPFault.newBuilder()
                .setDelay(FaultDelay.newBuilder().setFixedDelay(seconds(1))
                        .setPercentage(FractionalPercent.newBuilder().setNumerator(5)))
                .setAbort(FaultAbort.newBuilder().setHttpStatus(503)
                        .setPercentage(FractionalPercent.newBuilder().setNumerator(5)))
                .build();
        return Route.newBuilder().setName("guarded").setMatch(RouteMatch.newBuilder().setPrefix("/g")
                .addHeaders(HeaderMatcher.newBuilder().setName("n").setRangeMatch(
                        Int64Range.newBuilder().setStart(1).setEnd(9))))
                .setMetadata(Resources.metadata("fault_expires", "1900000000000"))
                .addRequestHeadersToAdd(HeaderValueOption.newBuilder().setHeader(
                        HeaderValue.newBuilder().setKey("x-a").setValue("1"))
                        .setAppendAction(HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .putTypedPerFilterConfig("envoy.filters.http.local_ratelimit", Any.pack(limit))
                .putTypedPerFilterConfig("envoy.filters.http.fault", Any.pack(fault))
                .putTypedPerFilterConfig("envoy.filters.http.rbac",
                        Any.pack(RBACPerRoute.newBuilder().setRbac(rbac()).build()))
                .setRoute(RouteAction.newBuilder().setCluster("c/d")).build();
    }

    private static Route template() {
        return Route.newBuilder().setName("template").setMatch(RouteMatch.newBuilder().setPathMatchPolicy(
                TypedExtensionConfig.newBuilder().setName("m").setTypedConfig(Any.pack(
                        UriTemplateMatchConfig.newBuilder().setPathTemplate("/t/{id}").build()))))
                .setRoute(RouteAction.newBuilder().setCluster("c/d").setPathRewritePolicy(
                        TypedExtensionConfig.newBuilder().setName("r").setTypedConfig(Any.pack(UriTemplateRewriteConfig
                                .newBuilder().setPathTemplateRewrite("/u/{id}").build()))))
                .build();
    }

    private static Listener http(String name) {
        HttpConnectionManager manager = HttpConnectionManager.newBuilder()
                .setRds(Rds.newBuilder().setRouteConfigName("entrance"))
                .addHttpFilters(HttpFilter.newBuilder().setName("callers").setTypedConfig(Any.pack(rbac())))
                .addHttpFilters(HttpFilter.newBuilder().setName("router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())))
                .addUpgradeConfigs(HttpConnectionManager.UpgradeConfig.newBuilder().setUpgradeType("websocket"))
                .setNormalizePath(BoolValue.of(false)).build();
        return Listener.newBuilder().setName(name).addFilterChains(FilterChain.newBuilder()
                .addFilters(Filter.newBuilder().setName("hcm").setTypedConfig(Any.pack(manager)))).build();
    }

    private static RBAC rbac() {
        Principal principal = Principal.newBuilder().setAuthenticated(Principal.Authenticated.newBuilder()
                .setPrincipalName(StringMatcher.newBuilder().setSafeRegex(
                        RegexMatcher.newBuilder().setRegex("spiffe://[^/]+/idc/[^/]+/gateway/[^/]+"))))
                .build();
        return RBAC.newBuilder().setRules(io.envoyproxy.envoy.config.rbac.v3.RBAC.newBuilder().putPolicies("p",
                Policy.newBuilder().addPermissions(Permission.newBuilder().setAny(true)).addPrincipals(principal)
                        .build()))
                .build();
    }

    private static Listener tcp() {
        TcpProxy.Builder proxy = TcpProxy.newBuilder().setWeightedClusters(TcpProxy.WeightedCluster.newBuilder()
                .addClusters(TcpProxy.WeightedCluster.ClusterWeight.newBuilder().setName("a/b").setWeight(1)));
        return Listener.newBuilder().setName("mail")
                .addListenerFilters(ListenerFilter.newBuilder().setName("tls")
                        .setTypedConfig(Any.pack(TlsInspector.getDefaultInstance())))
                .addFilterChains(FilterChain.newBuilder()
                        .setFilterChainMatch(FilterChainMatch.newBuilder().addServerNames("mail.example"))
                        .addFilters(Filter.newBuilder().setName("tcp").setTypedConfig(Any.pack(proxy.build()))))
                .build();
    }
}
