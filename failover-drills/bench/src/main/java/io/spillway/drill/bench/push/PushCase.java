package io.spillway.drill.bench.push;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is done to a server. */
public enum PushCase {
    /** One endpoint changes, again and again, each time when every client has Acked the last. */
    CHANGE,
    /** Many changes in a second: 1,000 unless somebody chooses. */
    BURST,
    /** An endpoint changes to which only one more client subscribes: what do all the others cost? */
    APART,
    /** All clients connect at once while ten that are already served go on hearing of changes. */
    JOIN;

    /** Returns the word for it on the command line and in rows. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns all words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(PushCase::word).toList();
    }

    /** Returns the case's name in the row of a shape, as in {@code change-1000x5000}. */
    public String of(Shape shape) {
        return word() + "-" + shape.word();
    }
}
