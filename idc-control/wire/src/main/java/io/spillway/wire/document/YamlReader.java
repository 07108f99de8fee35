package io.spillway.wire.document;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.model.document.Violation;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds trees from the parser's events. Working on events, nothing is ever expanded: an alias is refused where it stands,
 * so there is no such thing as a bomb.
 */
final class YamlReader {

    private static final String TEXT_TAG = "tag:yaml.org,2002:str";

    private final String text;
    private final @Nullable Expansion expansion;

    YamlReader(String text, @Nullable Expansion expansion) {
        this.text = text;
        this.expansion = expansion;
    }

    Decoded<List<Tree>> read() {
        if (text.length() > Documents.LONGEST) {
            return Documents.refused(new Violation("", text.length() + " characters",
                    "at most " + Documents.LONGEST, null));
        }
        try {
            List<Tree> trees = documents();
            return expansion == null || expansion.violations().isEmpty()
                    ? new Decoded.Valid<>(trees)
                    : new Decoded.Invalid<>(expansion.violations());
        } catch (Stopped stopped) {
            return Documents.refused(stopped.violation);
        } catch (MarkedYamlEngineException syntax) {
            return Documents.refused(syntax(syntax.getProblem(), syntax.getProblemMark()));
        } catch (YamlEngineException | IndexOutOfBoundsException | IllegalArgumentException syntax) {
            // The engine lets some of the JDK's own through on hostile texts.
            return Documents.refused(syntax(syntax.getMessage(), Optional.empty()));
        }
    }

    private List<Tree> documents() {
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(Documents.LONGEST).build();
        List<Tree> trees = new ArrayList<>();
        Iterator<Event> events = new Parse(settings).parseString(text).iterator();
        while (events.hasNext()) {
            if (events.next() instanceof NodeEvent node) {
                Tree tree = node(node, events, Place.ROOT, 1, position(node));
                if (!(tree instanceof Tree.Scalar scalar && scalar.value() == null)) {
                    trees.add(tree);
                }
            }
        }
        return trees;
    }

    private Tree node(Event event, Iterator<Event> events, Place place, int depth, Position position) {
        if (depth > Documents.DEEPEST) {
            throw new Stopped(
                    new Violation(place.pointer(), "level " + depth, "at most " + Documents.DEEPEST + " levels",
                            position));
        }
        if (event instanceof NodeEvent node && (node instanceof AliasEvent || node.getAnchor().isPresent())) {
            String sign = node instanceof AliasEvent ? "*" : "&";
            throw new Stopped(new Violation(place.pointer(), sign + node.getAnchor().map(Object::toString).orElse(""),
                    "no anchor and no alias: write the value out", position(event)));
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar, place, position);
            case MappingStartEvent start -> {
                refuseTag(start.getTag(), place, position);
                yield mapping(events, place, depth, position);
            }
            case SequenceStartEvent start -> {
                refuseTag(start.getTag(), place, position);
                yield sequence(events, place, depth, position);
            }
            default -> throw new Stopped(new Violation(place.pointer(), event.toString(), "a value", position));
        };
    }

    private Tree mapping(Iterator<Event> events, Place place, int depth, Position position) {
        Map<String, Tree> fields = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            Position at = position(event);
            if (!(event instanceof ScalarEvent key) || key.getAnchor().isPresent()) {
                throw new Stopped(new Violation(place.pointer(), "a key that is not text", "keys that are text", at));
            }
            String name = key.getValue();
            Place below = new Place(place, name);
            refuseHalves(name, below, at);
            if (fields.containsKey(name)) {
                throw new Stopped(new Violation(below.pointer(), "key given twice", "each key once", at));
            }
            fields.put(name, node(events.next(), events, below, depth + 1, at));
        }
        return new Tree.Mapping(fields, position);
    }

    private Tree sequence(Iterator<Event> events, Place place, int depth, Position position) {
        List<Tree> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(
                    node(event, events, new Place(place, Integer.toString(items.size())), depth + 1, position(event)));
        }
        return new Tree.Sequence(items, position);
    }

    private Tree scalar(ScalarEvent scalar, Place place, Position position) {
        boolean tagged = scalar.getTag().isPresent();
        if (tagged && !scalar.getTag().get().equals(TEXT_TAG) && !scalar.getTag().get().equals("!")) {
            refuseTag(scalar.getTag(), place, position);
        }
        refuseHalves(scalar.getValue(), place, position);
        String value = expansion == null
                ? scalar.getValue()
                : expansion.expand(scalar.getValue(), place.pointer(), position);
        return new Tree.Scalar(scalar.isPlain() && !tagged ? PlainScalar.value(value) : value, position);
    }

    private static void refuseTag(Optional<String> tag, Place place, Position position) {
        if (tag.isPresent()) {
            throw new Stopped(new Violation(place.pointer(), "tag " + tag.get(), "no tag", position));
        }
    }

    /** Half of a surrogate pair is no character: it could not be stored, and would come back as something else. */
    private static void refuseHalves(String text, Place place, Position position) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i)) || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new Stopped(new Violation(place.pointer(),
                            "\\u%04x alone".formatted((int) text.charAt(i)), "whole characters", position));
                }
                i++;
            }
        }
    }

    private static Position position(Event event) {
        return event.getStartMark().map(YamlReader::position).orElse(Position.NONE);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Violation syntax(@Nullable String problem, Optional<Mark> mark) {
        String value = problem == null ? "not readable" : problem.lines().findFirst().orElse("not readable");
        return new Violation("", value, "YAML or JSON", mark.map(YamlReader::position).orElse(null));
    }

    /** Where a value stands. The pointer is put together when somebody must be told, not for each of a million values. */
    private record Place(@Nullable Place above, String step) {

        private static final Place ROOT = new Place(null, "");

        String pointer() {
            return above == null
                    ? step
                    : above.pointer() + "/" + step.replace("~", "~0").replace("/", "~1");
        }
    }

    /** Leaves the recursion with the one violation that ends it; never leaves this class. */
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Violation violation;

        Stopped(Violation violation) {
            super(violation.message(), null, false, false);
            this.violation = violation;
        }
    }
}
