package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.proxy.http.Field;
import io.spillway.gateway.proxy.http.MessageHead;
import org.jspecify.annotations.Nullable;

/** Fields that may stand in several lines of a head, as one text. Stateless. */
final class JoinedFields {
    private JoinedFields() {}

    /** Returns all values of a field joined by commas, or null when there is none. */
    static @Nullable String of(MessageHead head, Field field) {
        if (head.count(field) == 0) {
            return null;
        }
        if (head.count(field) == 1) {
            return head.value(head.first(field));
        }
        StringBuilder all = new StringBuilder();
        for (int line = head.first(field); line < head.fields(); line++) {
            if (head.field(line) == field) {
                all.append(all.isEmpty() ? "" : ", ").append(head.value(line));
            }
        }
        return all.toString();
    }

    /** RFC 9113 section 8.2.3: clients of HTTP/2 may send each cookie in a field of its own, from that line on. */
    static String cookies(MessageHead head, int first) {
        StringBuilder all = new StringBuilder(head.value(first));
        for (int line = first + 1; line < head.fields(); line++) {
            if (head.nameIs(line, "cookie")) {
                all.append("; ").append(head.value(line));
            }
        }
        return all.toString();
    }
}
