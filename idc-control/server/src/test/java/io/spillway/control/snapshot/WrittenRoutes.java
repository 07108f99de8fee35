package io.spillway.control.snapshot;

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

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes as people write them, and what becomes of a request, decided by the gateway's router on the bytes that are served. The
 * services are {@code one}, {@code two}, {@code three} and {@code copies}.
 */
final class WrittenRoutes {
    static final String NOBODY = "nobody";

    private WrittenRoutes() {}

    /** A request as a user of the example would send it: {@code "GET foo.example.com/login"}. */
    record Asked(String method, String authority, String path, Map<String, String> headers)
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
    static RouteTable routes(String... texts) {
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

    static RouteAction.Forward forward(RouteTable table, Asked request) {
        return (RouteAction.Forward) route(table, request).action();
    }

    /** Returns the services that the request goes to with their weights. */
    static Map<String, Integer> shares(RouteTable table, Asked request) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        forward(table, request).clusters().forEach(
                choice -> shares.put(choice.cluster().substring(0, choice.cluster().indexOf('/')), choice.weight()));
        return shares;
    }

    /** Returns the service that the request goes to, or {@link #NOBODY}. */
    static String service(RouteTable table, String line, String... headers) {
        Asked request = Asked.of(line, headers);
        return table.match(request) instanceof RouteResult.Matched
                ? String.join("+", shares(table, request).keySet())
                : NOBODY;
    }

    static String location(RouteTable table, String line, String scheme) {
        Asked request = Asked.of(line);
        RouteAction.Redirect redirect = (RouteAction.Redirect) route(table, request).action();
        return redirect.status() + " " + redirect.location(request, scheme);
    }

    static String rewritten(RouteTable table, String line) {
        Asked request = Asked.of(line);
        PathRewrite rewrite = forward(table, request).pathRewrite();
        return rewrite == null ? request.path() : rewrite.apply(request.path());
    }

    static Treatment treatment(RouteTable table, String line) {
        return requireNonNull(forward(table, Asked.of(line)).treatment());
    }

    static HeaderEdits edits(RouteTable table, String path) {
        return requireNonNull(treatment(table, "GET a.example" + path).request());
    }

    /** Returns a Route of all hosts with one match and one service. */
    static String match(String match, String service) {
        return "hosts: ['*']\nmatches: [" + match + "]\ngroups: [{service: " + service + "}]";
    }
}
