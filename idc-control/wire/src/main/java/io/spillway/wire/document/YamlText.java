package io.spillway.wire.document;

import java.util.List;

import io.spillway.model.document.Tree;

/** Writes YAML in block style that {@link Documents#parse} reads back as the same tree. */
public final class YamlText {

    private YamlText() {}

    /** Returns the tree as one document that ends with a line end. */
    public static String write(Tree tree) {
        StringBuilder out = new StringBuilder();
        node(tree, out, 0, true);
        return out.toString();
    }

    /** Returns the trees as documents of one text. */
    public static String write(List<? extends Tree> trees) {
        StringBuilder out = new StringBuilder();
        for (Tree tree : trees) {
            out.append("---\n");
            node(tree, out, 0, true);
        }
        return out.toString();
    }

    /** Writes a node whose first line is begun already when {@code inline}: after "key:" or "- " or at a text's start. */
    private static void node(Tree tree, StringBuilder out, int indent, boolean begun) {
        switch (tree) {
            case Tree.Scalar scalar -> out.append(scalar(scalar)).append('\n');
            case Tree.Sequence sequence when sequence.items().isEmpty() -> out.append("[]\n");
            case Tree.Mapping mapping when mapping.fields().isEmpty() -> out.append("{}\n");
            case Tree.Sequence sequence -> {
                boolean first = begun;
                for (Tree item : sequence.items()) {
                    out.repeat(' ', first ? 0 : indent).append("- ");
                    node(item, out, indent + 2, true);
                    first = false;
                }
            }
            case Tree.Mapping mapping -> {
                boolean first = begun;
                for (var field : mapping.fields().entrySet()) {
                    out.repeat(' ', first ? 0 : indent).append(text(field.getKey())).append(':');
                    field(field.getValue(), out, indent);
                    first = false;
                }
            }
        }
    }

    private static void field(Tree value, StringBuilder out, int indent) {
        boolean block = switch (value) {
            case Tree.Mapping mapping -> !mapping.fields().isEmpty();
            case Tree.Sequence sequence -> !sequence.items().isEmpty();
            case Tree.Scalar _ -> false;
        };
        if (!block) {
            out.append(' ');
            node(value, out, indent, true);
            return;
        }
        out.append('\n');
        node(value, out, value instanceof Tree.Sequence ? indent : indent + 2, false);
    }

    private static String scalar(Tree.Scalar scalar) {
        return switch (scalar.value()) {
            case String text -> text(text);
            case null -> "null";
            case Object other -> other.toString();
        };
    }

    private static String text(String text) {
        if (plain(text)) {
            return text;
        }
        StringBuilder quoted = new StringBuilder();
        JsonText.quote(text, quoted);
        return quoted.toString();
    }

    /** Returns whether the text means itself without quotes; in doubt it does not. */
    private static boolean plain(String text) {
        if (text.isEmpty() || text.length() > 200 || !(PlainScalar.value(text) instanceof String)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean within = i > 0 && i < text.length() - 1;
            boolean joint = (c == ' ' && within && text.charAt(i + 1) != '#')
                    || (c == ':' && within && text.charAt(i + 1) != ' ');
            boolean inside = i > 0 && (joint || c == '-' || c == '.' || c == '+');
            if (!wordly(c) && !inside) {
                return false;
            }
        }
        return true;
    }

    private static boolean wordly(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '/';
    }
}
