package io.spillway.control.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Touched;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.wire.document.ResourceDocuments;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which Route takes a request, decided by the gateway's code on the bytes that are served: the Gateway API's rules. */
@Tag("slow")
class RoutePrecedenceTest {

    private static Resource route(String name, long revision, String spec) {
        String text = "apiVersion: spillway.io/v1\nkind: Route\nmetadata: {name: " + name + "}\nspec:\n"
                + spec.indent(2);
        if (ResourceDocuments.parse(text) instanceof Decoded.Valid<List<Resource>>(List<Resource> read)) {
            Resource resource = read.getFirst();
            return new Resource(Kind.ROUTE, new Metadata(name, Map.of(), Map.of(), revision), resource.spec());
        }
        throw new AssertionError(ResourceDocuments.parse(text));
    }

    private static ControlState state(Resource... resources) {
        ControlState state = ControlState.empty();
        for (String service : List.of("a", "b", "c", "d", "shadow")) {
            state = state.with(Resource.of(service, ServiceSpec.of(List.of(), null)));
        }
        for (Resource resource : resources) {
            state = state.with(resource);
        }
        return state;
    }

    private static List<ExplainResult.Step> steps(ControlState state, String host, String path, String... headers) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String header : headers) {
            fields.put(header.split(": ", 2)[0].toLowerCase(Locale.ROOT), header.split(": ", 2)[1]);
        }
        Catalog catalog = new CatalogBuilder("idc-a", () -> 1).build(state);
        ExplainResult result = new ExplainedCatalog("idc-a").explain(catalog,
                new ExplainRequest("idc-a", "entrance", "GET", host, path, fields));
        if (result instanceof ExplainResult.Explained(List<ExplainResult.Step> steps, var _)) {
            return steps;
        }
        throw new AssertionError(result);
    }

    /** Returns the name of the route that takes the request. */
    private static String taken(ControlState state, String host, String path, String... headers) {
        return steps(state, host, path, headers).stream().filter(step -> step.step().equals("route")).findFirst()
                .orElseThrow().decision();
    }

    private static Resource simple(String name, String match) {
        return route(name, 1, "hosts: [h.example]\nmatches: [" + match + "]\ngroups: [{service: a}]");
    }

    @Test
    void exactBeforeTheLongerPrefixBeforeTheShorter() {
        ControlState state = state(simple("a-short", "{path: {prefix: /}}"), simple("b-long", "{path: {prefix: /foo}}"),
                simple("c-exact", "{path: {exact: /foo/bar}}"),
                simple("d-template", "{path: {template: '/foo/{x}/z'}}"));
        assertThat(taken(state, "h.example", "/foo/bar")).isEqualTo("c-exact");
        assertThat(taken(state, "h.example", "/foo/baz")).isEqualTo("b-long");
        assertThat(taken(state, "h.example", "/foo/y/z")).isEqualTo("d-template");
        assertThat(taken(state, "h.example", "/foobar")).isEqualTo("a-short");
    }

    @Test
    void thePathDecidesBeforeMethodHeadersAndQuery() {
        ControlState state = state(simple("conditions",
                "{path: {prefix: /}, method: GET, headers: [{name: x, exact: '1'}], query: [{name: q, present: true}]}"),
                simple("path", "{path: {prefix: /foo}}"));
        assertThat(taken(state, "h.example", "/foo?q=1", "x: 1")).isEqualTo("path");
        assertThat(taken(state, "h.example", "/bar?q=1", "x: 1")).isEqualTo("conditions");
    }

    @Test
    void aMethodBeforeMoreHeadersBeforeMoreQueryParameters() {
        ControlState state = state(simple("a-query", "{query: [{name: p, present: true}, {name: q, present: true}]}"),
                simple("b-one", "{headers: [{name: x, exact: '1'}]}"),
                simple("c-two", "{headers: [{name: x, exact: '1'}], cookies: [{name: y, exact: '2'}]}"),
                simple("d-method", "{method: GET}"), simple("e-none", "{}"));
        assertThat(taken(state, "h.example", "/?p&q", "x: 1", "cookie: y=2")).isEqualTo("d-method");
        ControlState without = state.without(Kind.ROUTE, "d-method", 2);
        assertThat(taken(without, "h.example", "/?p&q", "x: 1", "cookie: z=1; y=2")).isEqualTo("c-two");
        assertThat(taken(without, "h.example", "/?p&q", "x: 1")).isEqualTo("b-one");
        assertThat(taken(without, "h.example", "/?p&q")).isEqualTo("a-query");
        assertThat(taken(without, "h.example", "/?p")).isEqualTo("e-none");
    }

    @Test
    void tiesGoToTheOlderThenToTheFirstByNameThenToTheFirstListed() {
        String spec = "hosts: [h.example]\nmatches: [{path: {prefix: /}}, {path: {prefix: /}}]\ngroups: [{service: a}]";
        ControlState state = state(route("a-young", 9, spec), route("z-old", 3, spec), route("b-young", 9, spec));
        assertThat(taken(state, "h.example", "/")).isEqualTo("z-old");
        assertThat(taken(state.without(Kind.ROUTE, "z-old", 10), "h.example", "/")).isEqualTo("a-young");
        // written anew it is still the older one
        assertThat(taken(state.with(route("z-old", 12, spec)), "h.example", "/")).isEqualTo("z-old");
    }

    @Test
    void aMoreSpecificHostTakesPrecedenceWithoutHidingTheOthers() {
        ControlState state = state(
                route("any", 1, "hosts: ['*']\nmatches: [{path: {prefix: /}}]\ngroups: [{service: a}]"),
                route("wide", 1, "hosts: ['*.example']\nmatches: [{path: {exact: /w}}]\ngroups: [{service: b}]"),
                route("own", 1, "hosts: [foo.example]\nmatches: [{path: {prefix: /own}}]\ngroups: [{service: c}]"));
        assertThat(taken(state, "foo.example", "/own/x")).isEqualTo("own");
        assertThat(taken(state, "foo.example", "/w")).isEqualTo("wide");
        assertThat(taken(state, "foo.example", "/other")).isEqualTo("any");
        assertThat(taken(state, "bar.example", "/own")).isEqualTo("any");
    }

    @Test
    void aWildcardThatComesLaterReachesTheHostsBelowIt() {
        CatalogBuilder builder = new CatalogBuilder("idc-a", () -> 1);
        ControlState before = state(
                route("own", 1, "hosts: [foo.example]\nmatches: [{path: {exact: /own}}]\ngroups: [{service: c}]"));
        Resource wide = route("wide", 5, "hosts: ['*.example']\ngroups: [{service: b}]");
        ControlState after = before.with(wide);
        Touched touched = new Touched();
        touched.add(before, null, after, wide);
        Catalog updated = builder.update(builder.build(before), after, touched).catalog();
        assertThat(updated.versions(ResourceType.ROUTE)).isEqualTo(builder.build(after).versions(ResourceType.ROUTE));
    }

    @Test
    void everyDecisionOfARouteIsExplained() {
        ControlState state = state(route("shop", 1, """
                hosts: [h.example]
                matches: [{path: {template: '/users/{id}/**'}, headers: [{name: x-old, absent: true}]}]
                groups:
                - {service: a, weight: 90}
                - {service: b, weight: 10, when: {cookies: [{name: canary, exact: always}]}}
                sticky: {header: x-user}
                timeout: 3s
                attemptTimeout: 1s
                rewrite: {template: '/v2/{id}', host: inner.example}
                requestHeaders: {set: [{name: x-share, value: '50%'}], remove: [x-debug]}
                responseHeaders: {add: [{name: x-by, value: us}]}
                mirror: {service: shadow, percent: 2.5}
                fault: {delay: {duration: 200ms, percent: 10}, abort: {status: 503}, expires: 2026-11-25T12:00:00Z}
                """));
        List<String> said = steps(state, "h.example", "/x/../users/7/y?q", "x-user: 42").stream()
                .filter(step -> !List.of("listener", "outcome", "cluster", "priority").contains(step.step()))
                .map(step -> step.step() + ": " + step.decision() + " (" + step.reason() + ")").toList();
        assertThat(said).containsExactly("path: /users/7/y?q (normalised from /x/../users/7/y?q)",
                "route: shop (host h.example, template /users/{id}/**)",
                "fault: delay of 200 ms for 10 % (until 2026-11-25T12:00:00Z)",
                "fault: status 503 for 100 % (until 2026-11-25T12:00:00Z)",
                "mirror: shadow/default@local 2.5 % (a copy with host h.example-shadow, its answer is thrown away)",
                "rewrite: /v2/7?q (path becomes /v2/{id})", "rewrite: inner.example (host h.example is replaced)",
                "headers: request (removes x-debug, sets x-share to 50%)", "headers: answer (adds x-by us)",
                "sticky: header x-user (value 42)", said.get(10), said.get(11));
        assertThat(said.get(10)).startsWith("group: a/default");
        assertThat(taken(state, "h.example", "/users/7/y", "cookie: canary=always")).isEqualTo("shop@b/default");
        assertThat(taken(state, "h.example", "/users/7/y", "x-old: 1")).startsWith("none for");
    }

    @Test
    void aFaultThatIsOverIsNotServedAnyMore() {
        Resource faulty = route("r", 1, "hosts: [h.example]\ngroups: [{service: a}]\n"
                + "fault: {abort: {status: 503}, expires: 2026-11-25T12:00:00Z}");
        Instant end = Instant.parse("2026-11-25T12:00:00Z");
        List<Boolean> served = new ArrayList<>();
        for (Instant now : List.of(end.minus(Duration.ofSeconds(1)), end)) {
            Catalog catalog = new CatalogBuilder("idc-a", () -> 1, () -> now).build(state(faulty));
            Versioned routes = catalog.get(ResourceType.ROUTE, "entrance");
            served.add(routes != null && routes.any().getValue().toStringUtf8().contains("envoy.filters.http.fault"));
        }
        assertThat(served).containsExactly(true, false);
    }
}
