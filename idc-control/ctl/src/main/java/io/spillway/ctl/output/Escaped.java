package io.spillway.ctl.output;

import java.util.Locale;

/** Text that somebody else wrote, on one line, with every character named that moves a cursor or is not seen. */
public final class Escaped {

    private Escaped() {}

    /** Returns the text with control, format and line-end characters as {@code \}{@code u001b}. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE ->
                    shown
                            .append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
