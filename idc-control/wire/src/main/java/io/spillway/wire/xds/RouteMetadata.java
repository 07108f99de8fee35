package io.spillway.wire.xds;

import java.time.Duration;
import java.time.Instant;

import io.spillway.model.resource.Sticky;
import org.jspecify.annotations.Nullable;

/**
 * What a route says to our gateways only, in its filter metadata under {@link XdsNames#METADATA}; stock Envoys do not look at
 * it. And the texts that header lines of routes are written in: a percent sign begins a command there.
 */
public final class RouteMetadata {

    /** When the route's fault ends, in milliseconds since 1970. */
    public static final String FAULT_EXPIRES = "fault_expires";
    /** Which part of the requests a route's fault delays, in parts per million. */
    public static final String FAULT_DELAYED = "fault_delayed";
    /** Which part of the requests a route's fault answers, in parts per million. */
    public static final String FAULT_ABORTED = "fault_aborted";
    /** What keeps requests with one of the route's clusters. */
    public static final String STICKY = "sticky";

    /** With the value {@link #REQUEST}: a redirect to another host goes to the port that the client came to. */
    public static final String REDIRECT_PORT = "redirect_port";
    /** Of the request. */
    public static final String REQUEST = "request";

    private RouteMetadata() {}

    /** Returns the text of {@link #FAULT_EXPIRES}. */
    public static String expires(Instant at) {
        return Long.toString(at.toEpochMilli());
    }

    /** Returns the time that {@link #expires} wrote, or null. */
    public static @Nullable Instant expires(String text) {
        return text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : null;
    }

    /** Returns the parts per million that a text says, 0..1,000,000; null when it says something else. */
    public static @Nullable Integer parts(String text) {
        return text.matches("\\d{1,6}|1000000") ? Integer.valueOf(text) : null;
    }

    /** Returns the text of {@link #STICKY}. */
    public static String sticky(Sticky sticky) {
        return switch (sticky) {
            case Sticky.Header(String name) -> "header " + name;
            case Sticky.Cookie(String name, Duration ttl) -> "cookie " + name + (ttl == null
                    ? ""
                    : " " + ttl.toSeconds());
            case Sticky.Query(String name) -> "query " + name;
            case Sticky.ClientAddress _ -> "address";
        };
    }

    /** Returns what {@link #sticky(Sticky)} wrote, or null. */
    public static @Nullable Sticky sticky(String text) {
        String[] words = text.split(" ", -1);
        return switch (words[0]) {
            case "header" -> words.length == 2 ? new Sticky.Header(words[1]) : null;
            case "cookie" -> cookie(words);
            case "query" -> words.length == 2 ? new Sticky.Query(words[1]) : null;
            case "address" -> words.length == 1 ? new Sticky.ClientAddress() : null;
            default -> null;
        };
    }

    private static @Nullable Sticky cookie(String[] words) {
        if (words.length == 3 && words[2].matches("\\d{1,9}")) {
            return new Sticky.Cookie(words[1], Duration.ofSeconds(Long.parseLong(words[2])));
        }
        return words.length == 2 ? new Sticky.Cookie(words[1], null) : null;
    }

    /** Returns the format of a header value that is to be written as it is. */
    public static String format(String value) {
        return value.replace("%", "%%");
    }

    /** Returns the value that a format stands for, or null when it has a command. */
    public static @Nullable String value(String format) {
        String plain = format.replace("%%", "");
        return plain.indexOf('%') >= 0 ? null : format.replace("%%", "%");
    }
}
