package io.spillway.drill.fault;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A fault as the keeper knows it.
 *
 * @param name
 *            unique in the drill
 * @param ttl
 *            from the moment at which the keeper is told
 * @param undos
 *            what ends it
 */
record Kept(String name, Duration ttl, List<Undo> undos) {

    private static final String BEGIN = "begin";

    Kept {
        undos = List.copyOf(undos);
    }

    /** Returns the line by which the keeper is told, and which its journal has. */
    String line() {
        return BEGIN + " " + word(name) + " " + ttl.toMillis()
                + undos.stream().map(undo -> " " + undo.text()).collect(Collectors.joining());
    }

    /** Returns what such a line says. */
    static Kept parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length < 3 || !words[0].equals(BEGIN)) {
            throw new IllegalArgumentException("\"" + line + "\" (expected: begin NAME MILLISECONDS UNDO...)");
        }
        return new Kept(name(words[1]), Duration.ofMillis(Long.parseLong(words[2])),
                Arrays.stream(words).skip(3).map(Undo::parse).toList());
    }

    /** Returns a name as a word without spaces. */
    static String word(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** Returns the name that a word stands for. */
    static String name(String word) {
        return URLDecoder.decode(word, StandardCharsets.UTF_8);
    }
}
