package io.spillway.gateway.route;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The labels that a request's endpoint must have. Immutable; made when the configuration is read, never for a request, and
 * compared by what it is called, which is the same on all gateways.
 *
 * <p>The text is {@code label=value,label=value} in the order of the labels, with every octet of UTF-8 that is not a letter, a
 * digit or one of {@code -._~/:} percent-encoded: it is what a gateway of another IDC is told.
 */
public final class Subset {
    /** The header by which a gateway tells one of another IDC what it asks for, in lower case. */
    public static final String HEADER = "x-spillway-subset";

    private static final String PLAIN = "-._~/:";

    private final Map<String, String> labels;
    private final String text;

    private Subset(Map<String, String> labels) {
        this.labels = Map.copyOf(labels);
        StringBuilder written = new StringBuilder();
        new TreeMap<>(labels).forEach((label, value) -> {
            written.append(written.isEmpty() ? "" : ",");
            encode(written, label);
            encode(written.append('='), value);
        });
        this.text = written.toString();
    }

    /** Returns the subset of these labels, null when there are none: that asks for nothing. */
    public static @Nullable Subset of(Map<String, String> labels) {
        return labels.isEmpty() ? null : new Subset(labels);
    }

    /** Returns the subset that a gateway of another IDC wrote, or null when it is not written so. For what is explained. */
    public static @Nullable Subset parse(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int equal = pair.indexOf('=');
            String label = equal < 1 ? null : decode(pair.substring(0, equal));
            String value = equal < 1 ? null : decode(pair.substring(equal + 1));
            if (label == null || value == null || labels.put(label, value) != null) {
                return null;
            }
        }
        Subset read = new Subset(labels);
        return read.text.equals(text) ? read : null;
    }

    private static void encode(StringBuilder out, String part) {
        for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
    }

    private static @Nullable String decode(String part) {
        byte[] octets = new byte[part.length()];
        int count = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c != '%') {
                octets[count++] = (byte) c;
                continue;
            }
            if (i + 2 >= part.length()) {
                return null;
            }
            int high = Character.digit(part.charAt(i + 1), 16);
            int low = Character.digit(part.charAt(i + 2), 16);
            if (high < 0 || low < 0) {
                return null;
            }
            octets[count++] = (byte) (high << 4 | low);
            i += 2;
        }
        return new String(octets, 0, count, StandardCharsets.UTF_8);
    }

    /** Returns the labels, at least one. */
    public Map<String, String> labels() {
        return labels;
    }

    /** Returns what the subset is called. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subset that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
