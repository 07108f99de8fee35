package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Builds a tree from JSON; bounded in depth, length and numbers, and refusing a key twice. */
final class JsonReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Documents.DEEPEST)
                    .maxDocumentLength(Documents.LONGEST).maxNumberLength(40).build())
            .build();

    private final String text;

    JsonReader(String text) {
        this.text = text;
    }

    Decoded<Tree> read() {
        if (text.length() > Documents.LONGEST) {
            return Documents.refused(new Violation("", text.length() + " characters",
                    "at most " + Documents.LONGEST, null));
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Documents.refused(new Violation("", "empty", "JSON", null));
            }
            Tree tree = value(parser, first, position(parser.currentTokenLocation()));
            if (parser.nextToken() != null) {
                return Documents.refused(new Violation("", "more text after the end", "one JSON document",
                        position(parser.currentTokenLocation())));
            }
            return new Decoded.Valid<>(tree);
        } catch (JacksonException syntax) {
            String problem = syntax.getOriginalMessage();
            return Documents.refused(new Violation("",
                    problem == null ? "not readable" : problem.lines().findFirst().orElse("not readable"), "JSON",
                    syntax.getLocation() == null ? null : position(syntax.getLocation())));
        }
    }

    /** Returns the value that begins with a token. */
    static Tree value(JsonParser parser, @Nullable JsonToken token, Position position) {
        return switch (token) {
            case START_OBJECT -> mapping(parser, position);
            case START_ARRAY -> sequence(parser, position);
            case VALUE_STRING -> new Tree.Scalar(parser.getString(), position);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Tree.Scalar(PlainScalar.value(parser.getString()), position);
            case VALUE_TRUE -> new Tree.Scalar(true, position);
            case VALUE_FALSE -> new Tree.Scalar(false, position);
            case null, default -> new Tree.Scalar(null, position);
        };
    }

    private static Tree mapping(JsonParser parser, Position position) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Position at = position(parser.currentTokenLocation());
            fields.put(name, value(parser, parser.nextToken(), at));
        }
        return new Tree.Mapping(fields, position);
    }

    private static Tree sequence(JsonParser parser, Position position) {
        List<Tree> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token, position(parser.currentTokenLocation())));
        }
        return new Tree.Sequence(items, position);
    }

    static Position position(TokenStreamLocation location) {
        return new Position(Math.max(location.getLineNr(), 0), Math.max(location.getColumnNr(), 0));
    }
}
