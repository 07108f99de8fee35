package io.spillway.control.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Octets as a person writes them: pairs of hex digits, {@code "text"} (UTF-8, no escapes), <code>{...}</code> for what follows
 * its length as a varint, {@code (...)*n} for repetition and {@code nest n (tags)} for messages within messages, n times the
 * tags deep. So a message of protobuf can be written down, a broken one too, and ten megabytes fit into a line.
 */
final class Recipe {

    private final String text;
    private int at;

    private Recipe(String text) {
        this.text = text;
    }

    static byte[] cook(String text) {
        Recipe recipe = new Recipe(text);
        byte[] octets = recipe.sequence();
        if (recipe.at < text.length()) {
            throw recipe.wrong("a recipe");
        }
        return octets;
    }

    private byte[] sequence() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (more()) {
            switch (text.charAt(at)) {
                case '"' -> out.writeBytes(quoted());
                case '{' -> {
                    byte[] inside = bracketed('}');
                    varint(out, inside.length);
                    out.writeBytes(inside);
                }
                case '(' -> {
                    byte[] inside = bracketed(')');
                    expect('*');
                    for (int n = number(); n > 0; n--) {
                        out.writeBytes(inside);
                    }
                }
                case 'n' -> out.writeBytes(nested());
                default -> out.write(hex());
            }
        }
        return out.toByteArray();
    }

    private boolean more() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) != '}' && text.charAt(at) != ')';
    }

    private byte[] quoted() {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
            throw wrong("an end of the text");
        }
        byte[] octets = text.substring(at + 1, end).getBytes(StandardCharsets.UTF_8);
        at = end + 1;
        return octets;
    }

    private byte[] bracketed(char close) {
        at++;
        byte[] inside = sequence();
        expect(close);
        return inside;
    }

    /** Written from the inside out, each length before what is done already. */
    private byte[] nested() {
        at += "nest".length();
        more();
        int levels = number();
        more();
        byte[] tags = bracketed(')');
        List<byte[]> heads = new ArrayList<>();
        int length = 0;
        for (int level = 0; level < levels * tags.length; level++) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.write(tags[tags.length - 1 - level % tags.length]);
            varint(head, length);
            heads.add(head.toByteArray());
            length += head.size();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        heads.reversed().forEach(out::writeBytes);
        return out.toByteArray();
    }

    private int number() {
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw wrong("a number");
        }
        return Integer.parseInt(text, from, at, 10);
    }

    private int hex() {
        if (at + 2 > text.length() || !HexFormat.isHexDigit(text.charAt(at))
                || !HexFormat.isHexDigit(text.charAt(at + 1))) {
            throw wrong("two hex digits");
        }
        int octet = HexFormat.fromHexDigits(text, at, at + 2);
        at += 2;
        return octet;
    }

    private void expect(char wanted) {
        more();
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw wrong("'" + wanted + "'");
        }
        at++;
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(
                "\"" + text.substring(at, Math.min(text.length(), at + 20)) + "\" at " + at + " (expected: " + expected
                        + ")");
    }
}
