package io.spillway.control.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.UpgradeConfig;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.spillway.model.resource.Fault;
import io.spillway.model.resource.HeaderEdits;
import io.spillway.model.resource.Mirror;
import io.spillway.model.resource.PathChange;
import io.spillway.model.resource.Redirect;
import io.spillway.model.resource.Rewrite;
import io.spillway.model.resource.Treatment;
import io.spillway.wire.xds.RouteMetadata;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** What Routes do with requests besides sending them on, as xDS says it. Pure. */
final class RouteActions {

    private static final int PARTS_PER_PERCENT = 10_000;
    private static final FractionalPercent NOBODY = percent(0);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private RouteActions() {}

    static void rewrite(RouteAction.Builder action, @Nullable Rewrite rewrite) {
        if (rewrite == null) {
            return;
        }
        switch (rewrite.path()) {
            case null -> {
                // the path stays
            }
            case PathChange.Prefix(String prefix) -> action.setPrefixRewrite(prefix);
            case PathChange.Full(String path) -> action.setRegexRewrite(RegexMatchAndSubstitute.newBuilder()
                    .setPattern(RegexMatcher.newBuilder().setRegex(XdsNames.WHOLE_PATH)).setSubstitution(path));
            case PathChange.Template(String template) -> action.setPathRewritePolicy(TypedExtensionConfig.newBuilder()
                    .setName("envoy.path.rewrite.uri_template.uri_template_rewriter").setTypedConfig(Any.pack(
                            UriTemplateRewriteConfig.newBuilder().setPathTemplateRewrite(template).build())));
        }
        if (rewrite.host() != null) {
            action.setHostRewriteLiteral(rewrite.host());
        }
    }

    /** A stock Envoy lets in what is listed, and ends a tunnel itself when there is a word of how. */
    static void upgrades(RouteAction.Builder action, RouteMatch match, Treatment treatment) {
        if (match.hasConnectMatcher()) {
            action.addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("CONNECT")
                    .setConnectConfig(UpgradeConfig.ConnectConfig.getDefaultInstance()));
        }
        treatment.upgrades()
                .forEach(protocol -> action.addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType(protocol)));
    }

    /**
     * The port that is not said is, as in the Kubernetes Gateway API, that of a scheme that is said, else the one the client came
     * to. xDS keeps the client's with its host whatever the scheme, and has no word for it with another host: our gateways are
     * told by metadata, stock Envoys write no port then.
     */
    static void redirect(Route.Builder route, Redirect redirect) {
        RedirectAction.Builder action = redirect(redirect).toBuilder();
        if (redirect.port() == null && redirect.host() == null && redirect.scheme() != null) {
            action.setPortRedirect(redirect.scheme().equals("https") ? HTTPS : HTTP);
        }
        if (redirect.port() == null && redirect.host() != null && redirect.scheme() == null) {
            Protos.annotate(route, Map.of(RouteMetadata.REDIRECT_PORT, RouteMetadata.REQUEST));
        }
        route.setRedirect(action);
    }

    private static RedirectAction redirect(Redirect redirect) {
        RedirectAction.Builder action = RedirectAction.newBuilder().setResponseCode(switch (redirect.status()) {
            case 302 -> RedirectAction.RedirectResponseCode.FOUND;
            case 303 -> RedirectAction.RedirectResponseCode.SEE_OTHER;
            case 307 -> RedirectAction.RedirectResponseCode.TEMPORARY_REDIRECT;
            case 308 -> RedirectAction.RedirectResponseCode.PERMANENT_REDIRECT;
            default -> RedirectAction.RedirectResponseCode.MOVED_PERMANENTLY;
        }).setStripQuery(redirect.stripQuery());
        if (redirect.scheme() != null) {
            action.setSchemeRedirect(redirect.scheme());
        }
        if (redirect.host() != null) {
            action.setHostRedirect(redirect.host());
        }
        if (redirect.port() != null) {
            action.setPortRedirect(redirect.port());
        }
        return switch (redirect.path()) {
            case null -> action.build();
            case PathChange.Prefix(String prefix) -> action.setPrefixRewrite(prefix).build();
            case PathChange.Full(String path) -> action.setPathRedirect(path).build();
            case PathChange.Template(String template) -> throw new IllegalStateException("redirect to " + template);
        };
    }

    /** Copies stay in this IDC: what nobody waits for is not worth a crossing. */
    static void mirror(RouteAction.Builder action, @Nullable Mirror mirror) {
        if (mirror != null) {
            action.addRequestMirrorPolicies(RouteAction.RequestMirrorPolicy.newBuilder()
                    .setCluster(XdsNames.local(mirror.service(), mirror.group())).setRuntimeFraction(
                            RuntimeFractionalPercent.newBuilder().setDefaultValue(percent(mirror.percent()))));
        }
    }

    /** Adds what is not part of the action, but for the fault. */
    static void treat(Route.Builder route, Treatment treatment) {
        edits(treatment.requestHeaders(), route::addRequestHeadersToAdd, route::addRequestHeadersToRemove);
        answers(route, treatment);
        if (treatment.sticky() != null) {
            Protos.annotate(route, Map.of(RouteMetadata.STICKY, RouteMetadata.sticky(treatment.sticky())));
        }
    }

    /** Adds a fault of that name until it is over. */
    static void fault(Route.Builder route, String name, Fault fault, Instant expires) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(RouteMetadata.FAULT_EXPIRES, RouteMetadata.expires(expires));
        route.putTypedPerFilterConfig(XdsNames.FAULT_FILTER, Any.pack(fault(name, fault, facts)));
        Protos.annotate(route, facts);
    }

    /** Adds what is changed in answers, also in those that a gateway gives itself. */
    static void answers(Route.Builder route, Treatment treatment) {
        edits(treatment.responseHeaders(), route::addResponseHeadersToAdd, route::addResponseHeadersToRemove);
    }

    /**
     * Its shares are in metadata for our gateways, which end it themselves; for stock Envoys they are under runtime keys in a
     * resource that ends ({@link FaultRuntime}). What knows neither makes no fault.
     */
    private static HTTPFault fault(String name, Fault fault, Map<String, String> facts) {
        HTTPFault.Builder xds = HTTPFault.newBuilder();
        if (fault.delay() instanceof Fault.Delay(Duration duration, double percent)) {
            xds.setDelay(FaultDelay.newBuilder().setFixedDelay(Protos.duration(duration)).setPercentage(NOBODY))
                    .setDelayPercentRuntime(FaultRuntime.delayKey(name));
            facts.put(RouteMetadata.FAULT_DELAYED, Integer.toString(parts(percent)));
        }
        if (fault.abort() instanceof Fault.Abort(int status, double percent)) {
            xds.setAbort(FaultAbort.newBuilder().setHttpStatus(status).setPercentage(NOBODY))
                    .setAbortPercentRuntime(FaultRuntime.abortKey(name));
            facts.put(RouteMetadata.FAULT_ABORTED, Integer.toString(parts(percent)));
        }
        return xds.build();
    }

    private static void edits(HeaderEdits edits, java.util.function.Consumer<HeaderValueOption> add,
            java.util.function.Consumer<String> remove) {
        edits.remove().forEach(remove);
        edits.set().forEach(line -> add.accept(line(line, HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)));
        edits.add().forEach(line -> add.accept(line(line, HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD)));
    }

    private static HeaderValueOption line(HeaderEdits.Line line, HeaderAppendAction append) {
        return HeaderValueOption.newBuilder().setAppendAction(append).setKeepEmptyValue(line.value().isEmpty())
                .setHeader(HeaderValue.newBuilder().setKey(line.name()).setValue(RouteMetadata.format(line.value())))
                .build();
    }

    /** Returns a percentage in parts per million. */
    static int parts(double percent) {
        return (int) Math.round(percent * PARTS_PER_PERCENT);
    }

    private static FractionalPercent percent(double percent) {
        return FractionalPercent.newBuilder().setNumerator(parts(percent))
                .setDenominator(FractionalPercent.DenominatorType.MILLION).build();
    }
}
