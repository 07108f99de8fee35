package io.spillway.model.document;

/** Values as they are shown inside a message: short, on one line, with nothing that moves a terminal's cursor. */
public final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    static String tree(Tree tree) {
        return switch (tree) {
            case Tree.Mapping mapping -> mapping.fields().isEmpty() ? "empty mapping" : "mapping";
            case Tree.Sequence sequence -> sequence.items().isEmpty() ? "empty list" : "list";
            case Tree.Scalar scalar when scalar.value() instanceof String text -> text(text);
            case Tree.Scalar scalar -> String.valueOf(scalar.value());
        };
    }

    /** Returns a text in quotes, cut after {@value #LONGEST} characters. */
    public static String text(String text) {
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                shown.append('\\').append(c);
            } else if (c == '\n') {
                shown.append("\\n");
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append('?');
            } else {
                shown.append(c);
            }
        }
        return shown.append(text.length() > LONGEST ? "...\"" : "\"").toString();
    }
}
