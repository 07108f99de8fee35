package io.spillway.ctl.client;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a control plane.
 *
 * @param target path and query
 * @param headers lines as in {@code If-Match: 0}
 * @param body JSON, or null for none
 * @param writes whether it may change something, so that it must not be sent twice
 */
public record Request(String method, String target, List<String> headers, @Nullable String body, boolean writes) {

    public Request {
        headers = List.copyOf(headers);
    }

    /** Returns a question. */
    public static Request get(String target) {
        return new Request("GET", target, List.of(), null, false);
    }

    /** Returns a question that needs a body. */
    public static Request ask(String target, String body) {
        return new Request("POST", target, List.of(), body, false);
    }

    /** Returns a write. */
    public static Request write(String method, String target, @Nullable String body) {
        return new Request(method, target, List.of(), body, true);
    }

    /** Returns the same with one more header. */
    public Request with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new Request(method, target, more, body, writes);
    }
}
