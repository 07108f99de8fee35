package io.spillway.drill.fault;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.spillway.drill.fleet.Space;

/** One thing that ends a fault. To do it twice, or for a fault that was never made, does no harm. */
public sealed interface Undo {

    /** Returns the words that stand for it on a line. */
    List<String> words();

    /**
     * A request; an answer that refuses it says that there is nothing left to end.
     *
     * @param within
     *            whether the fault is in the process that is asked, and gone with it
     */
    record Call(String method, URI uri, String body, boolean within) implements Undo {

        @Override
        public List<String> words() {
            return List.of("call", method, uri.toString(), body, Boolean.toString(within));
        }
    }

    /** A shift is cleared if it is still the one with this reason: what somebody else wrote since stays. */
    record ClearShift(URI uri, String reason, String body) implements Undo {

        @Override
        public List<String> words() {
            return List.of("clear", uri.toString(), reason, body);
        }
    }

    /** A stopped process goes on, while its id still is its own. */
    record Continue(long pid, String start) implements Undo {

        @Override
        public List<String> words() {
            return List.of("continue", Long.toString(pid), start);
        }
    }

    /** A process that was ended is started again, unless one of that name in the record runs. */
    record Start(Path record, String name, Path log, List<String> command) implements Undo {

        /** Copies the list. */
        public Start {
            command = List.copyOf(command);
        }

        @Override
        public List<String> words() {
            List<String> words = new ArrayList<>(List.of("start", record.toString(), name, log.toString()));
            words.addAll(command);
            return words;
        }
    }

    /** What hinders packets is taken away, in the namespace where it is; what is in a namespace is gone with it. */
    record Clear(Space space, Hindrance hindrance) implements Undo {

        @Override
        public List<String> words() {
            List<String> words = new ArrayList<>(List.of("network", space.text()));
            words.addAll(hindrance.words());
            return words;
        }
    }

    /** Returns it as one word without spaces. */
    default String text() {
        return words().stream().map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                .reduce((one, other) -> one + "&" + other).orElse("");
    }

    /**
     * Returns what {@link #text} was written from.
     *
     * @throws IllegalArgumentException
     *             when it was not
     */
    static Undo parse(String text) {
        List<String> words = Arrays.stream(text.split("&", -1))
                .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8)).toList();
        String kind = words.getFirst() + "/" + words.size();
        return switch (kind) {
            case "call/5" -> new Call(words.get(1), URI.create(words.get(2)), words.get(3),
                    Boolean.parseBoolean(words.get(4)));
            case "clear/4" -> new ClearShift(URI.create(words.get(1)), words.get(2), words.get(3));
            case "continue/3" -> new Continue(Long.parseLong(words.get(1)), words.get(2));
            case "network/6", "network/8" -> new Clear(Space.parse(words.get(1)),
                    Hindrance.parse(words.subList(2, words.size())));
            default -> {
                if (!words.getFirst().equals("start") || words.size() < 5) {
                    throw new IllegalArgumentException(
                            "undo: \"" + text + "\" (expected: call, clear, continue, network or start)");
                }
                yield new Start(Path.of(words.get(1)), words.get(2), Path.of(words.get(3)),
                        words.subList(4, words.size()));
            }
        };
    }
}
