package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.gateway.assembly.SnapshotAssembler;
import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.explain.Explanation;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Decides a request on the served resources by the gateway's own code: the same bytes, the same assembly, the same
 * decision. Puts a snapshot together once per catalog. Safe for use by any thread.
 */
public final class ExplainedCatalog {

    private final String ownIdc;
    private @Nullable Catalog assembledFrom; // guarded by this
    private @Nullable RoutingSnapshot snapshot; // guarded by this

    /** Creates one for the gateways of this IDC. */
    public ExplainedCatalog(String ownIdc) {
        this.ownIdc = ownIdc;
    }

    /** Explains a request. */
    public ExplainResult explain(Catalog catalog, ExplainRequest request) {
        if (!request.idc().equals(ownIdc)) {
            return new ExplainResult.NotExplained("idc: \"" + request.idc() + "\" (expected: " + ownIdc
                    + "; ask the control plane of the other IDC for its gateways' decision)");
        }
        Optional<ListenerRole> role = ListenerRole.ofRouteName(request.role());
        if (role.isEmpty()) {
            return new ExplainResult.NotExplained(
                    "role: \"" + request.role() + "\" (expected: entrance, crossing or local)");
        }
        Explanation explanation = Explanation.of(snapshotOf(catalog), role.get(), view(request),
                EndpointStates.UNTOUCHED);
        List<ExplainResult.Step> steps = new ArrayList<>();
        explanation.steps().forEach(step -> steps.add(
                new ExplainResult.Step(step.name(), step.result(), step.reason())));
        steps.add(new ExplainResult.Step("outcome", explanation.outcome(), "computed from the bytes that are served"));
        String endpoint = explanation.endpoints().stream().findFirst().orElse(null);
        return new ExplainResult.Explained(steps, endpoint);
    }

    private synchronized RoutingSnapshot snapshotOf(Catalog catalog) {
        RoutingSnapshot known = snapshot;
        if (known == null || assembledFrom != catalog) {
            SnapshotAssembler assembler = new SnapshotAssembler(ownIdc);
            for (ResourceType type : new ResourceType[]{ResourceType.CLUSTER, ResourceType.ENDPOINT,
                    ResourceType.ROUTE}) {
                catalog.all(type).forEach((_, resource) -> assembler.put(resource.any()));
            }
            Listeners.of(Map.of("entrance", "127.0.0.1:1", "crossing", "127.0.0.1:2", "local", "127.0.0.1:3"),
                    catalog.rules().withoutTunnels())
                    .values().forEach(listener -> assembler.put(listener.any()));
            known = assembler.assemble(Map.of());
            snapshot = known;
            assembledFrom = catalog;
        }
        return known;
    }

    private static RequestView view(ExplainRequest request) {
        return new RequestView() {
            @Override
            public String method() {
                return request.method();
            }

            @Override
            public String authority() {
                return request.host();
            }

            @Override
            public String path() {
                return request.path();
            }

            @Override
            public @Nullable String header(String lowerCaseName) {
                return request.headers().get(lowerCaseName.toLowerCase(Locale.ROOT));
            }
        };
    }
}
