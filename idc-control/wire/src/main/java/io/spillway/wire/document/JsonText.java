package io.spillway.wire.document;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;

/** JSON: strict reading of one document, and writing. */
public final class JsonText {

    private static final String INDENT = "  ";
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /** Returns the document, or the one thing that stopped the reader. Never throws, whatever the text. */
    public static Decoded<Tree> parse(String text) {
        return new JsonReader(text).read();
    }

    /** Returns the tree as JSON on one line. */
    public static String write(Tree tree) {
        StringBuilder out = new StringBuilder();
        write(tree, out, -1);
        return out.toString();
    }

    /** Returns the tree as JSON with one field or item per line, without a line end at the end. */
    public static String writeIndented(Tree tree) {
        StringBuilder out = new StringBuilder();
        write(tree, out, 0);
        return out.toString();
    }

    private static void write(Tree tree, StringBuilder out, int level) {
        switch (tree) {
            case Tree.Scalar scalar -> scalar(scalar, out);
            case Tree.Sequence sequence -> {
                String separator = "[";
                for (Tree item : sequence.items()) {
                    out.append(separator);
                    newLine(out, level, 1);
                    write(item, out, level < 0 ? level : level + 1);
                    separator = ",";
                }
                close(out, level, sequence.items().isEmpty(), "[]");
            }
            case Tree.Mapping mapping -> {
                String separator = "{";
                for (var field : mapping.fields().entrySet()) {
                    out.append(separator);
                    newLine(out, level, 1);
                    quote(field.getKey(), out);
                    out.append(level < 0 ? ":" : ": ");
                    write(field.getValue(), out, level < 0 ? level : level + 1);
                    separator = ",";
                }
                close(out, level, mapping.fields().isEmpty(), "{}");
            }
        }
    }

    private static void close(StringBuilder out, int level, boolean empty, String brackets) {
        if (empty) {
            out.append(brackets);
        } else {
            newLine(out, level, 0);
            out.append(brackets.charAt(1));
        }
    }

    private static void newLine(StringBuilder out, int level, int deeper) {
        if (level >= 0) {
            out.append('\n').repeat(INDENT, level + deeper);
        }
    }

    private static void scalar(Tree.Scalar scalar, StringBuilder out) {
        switch (scalar.value()) {
            case String text -> quote(text, out);
            // JSON has no word for these.
            case Double number when !Double.isFinite(number) -> out.append("null");
            case null -> out.append("null");
            case Object other -> out.append(other);
        }
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (printable(c)) {
                        out.append(c);
                    } else {
                        out.append("\\u").append(HEX.charAt(c >> 12)).append(HEX.charAt(c >> 8 & 15))
                                .append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
                    }
                }
            }
        }
        out.append('"');
    }

    /** What both JSON and YAML take as it is; the rest (controls, line separators, surrogates, BOM) is escaped. */
    private static boolean printable(char c) {
        boolean latin = (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c < 0x2028);
        boolean beyond = (c > 0x2029 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe);
        return latin || (beyond && c != 0xfeff);
    }
}
