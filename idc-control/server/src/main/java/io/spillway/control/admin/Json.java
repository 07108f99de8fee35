package io.spillway.control.admin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.wire.document.JsonText;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Builds a JSON object field by field, in the order of the calls. */
final class Json {

    private final Map<String, Tree> fields = new LinkedHashMap<>();

    static Json object() {
        return new Json();
    }

    Json put(String name, @Nullable String value) {
        fields.put(name, new Tree.Scalar(value, Position.NONE));
        return this;
    }

    Json put(String name, long value) {
        fields.put(name, Tree.number(value));
        return this;
    }

    Json put(String name, @Nullable Double value) {
        fields.put(name, new Tree.Scalar(value, Position.NONE));
        return this;
    }

    Json put(String name, boolean value) {
        fields.put(name, Tree.bool(value));
        return this;
    }

    Json put(String name, Tree value) {
        fields.put(name, value);
        return this;
    }

    Json put(String name, Json value) {
        return put(name, value.tree());
    }

    Json put(String name, Map<String, String> values) {
        Json object = object();
        values.forEach(object::put);
        return put(name, object);
    }

    /** Adds the instant as milliseconds since the epoch, and null when there is none. */
    Json putMillis(String name, @Nullable Instant instant) {
        return instant == null ? put(name, (String) null) : put(name, instant.toEpochMilli());
    }

    <T> Json putAll(String name, List<T> items, Function<? super T, Json> shape) {
        return put(name, Tree.sequence(items.stream().map(item -> shape.apply(item).tree()).toList()));
    }

    Json putTexts(String name, List<String> items) {
        return put(name, Tree.sequence(items.stream().map(Tree::text).toList()));
    }

    Tree tree() {
        return Tree.mapping(fields);
    }

    String text() {
        return JsonText.write(tree());
    }

    Mono<ServerResponse> respond() {
        return respond(HttpStatus.OK);
    }

    Mono<ServerResponse> respond(HttpStatus status) {
        return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).bodyValue(text());
    }
}
