package io.spillway.control.admin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.Documents;
import org.jspecify.annotations.Nullable;

/** The calls of the OpenAPI document with the schemas of their bodies, and a body of each that is right. */
final class DescribedCalls {

    /** What a field may hold that is right, by its name. */
    private static final Map<String, Tree> RIGHT = Map.ofEntries(Map.entry("name", Tree.text("cooling")),
            Map.entry("idc", Tree.text("idc-b")), Map.entry("plan", Tree.text("5eed")),
            Map.entry("until", Tree.text("2026-12-01T00:00:00Z")), Map.entry("reason", Tree.text("maintenance")),
            Map.entry("accept", Tree.bool(true)), Map.entry("drGroups", Tree.sequence(List.of(Tree.text("core")))),
            Map.entry("from", Tree.text("idc-a")), Map.entry("to", Tree.text("idc-b")),
            Map.entry("steps", Tree.sequence(List.of(Tree.number(50), Tree.number(100)))),
            Map.entry("soak", Tree.text("5s")), Map.entry("successRate", Tree.number(1)),
            Map.entry("p99", Tree.number(2)), Map.entry("targetLoad", Tree.number(80)),
            Map.entry("misroutes", Tree.number(0)), Map.entry("onFailure", Tree.text("pause")),
            Map.entry("mode", Tree.text("graceful")), Map.entry("fence", Tree.text("none")),
            Map.entry("exclude", Tree.bool(false)), Map.entry("expires", Tree.text("72h")),
            Map.entry("onExpiry", Tree.text("alarm")), Map.entry("origin", Tree.text("MANUAL")),
            Map.entry("quarantine", Tree.sequence(List.of(Tree.text("idc-b/gw-2")))),
            Map.entry("allBehind", Tree.bool(true)), Map.entry("limit", Tree.number(40)));
    /** A scope is of one kind. */
    private static final List<String> NOT_WITH_DR_GROUPS = List.of("scope/idc", "scope/services");

    private DescribedCalls() {}

    /** A call; its schema is null when it takes no body. */
    record Described(String method, String path, Tree.@Nullable Mapping schema) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Tree.Mapping document() throws Exception {
        try (var in = Objects.requireNonNull(ApiRoutes.class.getResourceAsStream("openapi.json"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (Documents.parse(text) instanceof Decoded.Valid<List<Tree>>(List<Tree> documents)) {
                return (Tree.Mapping) documents.getFirst();
            }
            throw new AssertionError("openapi.json is no document");
        }
    }

    static List<Described> ofSwitchOvers() throws Exception {
        Tree.Mapping document = document();
        List<Described> calls = new ArrayList<>();
        at(document, "paths").fields().forEach((path, methods) -> {
            if (path.startsWith("/v1/switchovers")) {
                ((Tree.Mapping) methods).fields().forEach((method, call) -> {
                    if (!method.equals("parameters")) {
                        Tree.Mapping body = at((Tree.Mapping) call, "requestBody", "content", "application/json",
                                "schema");
                        calls.add(new Described(method.toUpperCase(Locale.ROOT), path,
                                body.fields().isEmpty() ? null : resolved(document, body)));
                    }
                });
            }
        });
        return calls;
    }

    /** Returns the schema with what it refers to in place. */
    private static Tree.Mapping resolved(Tree.Mapping document, Tree.Mapping schema) {
        if (schema.get("$ref") instanceof Tree.Scalar(Object ref, var _)) {
            String name = String.valueOf(ref).substring("#/components/schemas/".length());
            return resolved(document, at(document, "components", "schemas", name));
        }
        Map<String, Tree> fields = new LinkedHashMap<>(schema.fields());
        if (fields.containsKey("properties")) {
            Map<String, Tree> properties = new LinkedHashMap<>();
            at(schema, "properties").fields()
                    .forEach((name, each) -> properties.put(name, resolved(document, (Tree.Mapping) each)));
            fields.put("properties", Tree.mapping(properties));
        }
        return Tree.mapping(fields);
    }

    /** Returns a body that is right and has every field. */
    static Tree.Mapping sample(Described call) {
        return (Tree.Mapping) sample("", Objects.requireNonNull(call.schema()));
    }

    private static Tree sample(String name, Tree.Mapping schema) {
        if (!schema.fields().containsKey("properties")) {
            Tree right = RIGHT.get(name);
            if (right == null) {
                throw new AssertionError(name + ": what is right there? (expected: a line in this class)");
            }
            return right;
        }
        Map<String, Tree> fields = new LinkedHashMap<>();
        at(schema, "properties").fields().forEach((field, each) -> {
            if (!NOT_WITH_DR_GROUPS.contains(name + "/" + field)) {
                fields.put(field, sample(field, (Tree.Mapping) each));
            }
        });
        return Tree.mapping(fields);
    }

    /** Returns what stands there; an empty mapping for nothing. */
    static Tree.Mapping at(Tree.Mapping from, String... path) {
        Tree.Mapping at = from;
        for (String key : path) {
            at = at.get(key) instanceof Tree.Mapping next ? next : Tree.mapping(Map.of());
        }
        return at;
    }
}
