package io.spillway.gateway.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.model.resource.ProtectedHeaders;
import io.spillway.wire.xds.RouteMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is changed in the headers of messages. Instructions about {@code x-spillway-} headers are for stock Envoys: the
 * gateway sets and strips them itself.
 */
final class HeaderReader {
    private static final Set<String> KNOWN = Set.of("header", "append_action", "keep_empty_value");
    private static final Set<String> KNOWN_HEADER = Set.of("key", "value");
    private static final String OURS = "x-spillway-";

    private HeaderReader() {}

    /** Returns the edits, or null when there are none. */
    static @Nullable HeaderEdits read(List<HeaderValueOption> additions, List<String> removals) {
        if (additions.isEmpty() && removals.isEmpty()) {
            return null;
        }
        List<HeaderEdits.Line> set = new ArrayList<>();
        List<HeaderEdits.Line> add = new ArrayList<>();
        for (HeaderValueOption addition : additions) {
            if (!ours(addition.getHeader().getKey())) {
                line(addition, set, add);
            }
        }
        List<String> remove = removals.stream().filter(name -> !ours(name)).map(HeaderReader::editable).toList();
        return set.isEmpty() && add.isEmpty() && remove.isEmpty() ? null : new HeaderEdits(set, add, remove);
    }

    /** Refuses what is added for a whole host or listener, unless it is for stock Envoys. */
    static void refuseAdditions(List<HeaderValueOption> additions) {
        for (HeaderValueOption addition : additions) {
            if (!ours(addition.getHeader().getKey())) {
                throw Refusal.unsupported("request_headers_to_add " + addition.getHeader().getKey());
            }
        }
    }

    /** Refuses what is removed for a whole host or listener, unless it is for stock Envoys. */
    static void refuseRemovals(List<String> removals) {
        for (String removal : removals) {
            if (!ours(removal)) {
                throw Refusal.unsupported("request_headers_to_remove " + removal);
            }
        }
    }

    private static boolean ours(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(OURS);
    }

    private static void line(HeaderValueOption option, List<HeaderEdits.Line> set, List<HeaderEdits.Line> add) {
        Fields.only(option, KNOWN);
        Fields.only(option.getHeader(), KNOWN_HEADER);
        String name = editable(option.getHeader().getKey());
        String format = option.getHeader().getValue();
        String value = RouteMetadata.value(format);
        if (value == null) {
            throw Refusal.unsupported("command in the value of header " + name + ": " + format);
        }
        if (value.isEmpty() && !option.getKeepEmptyValue()) {
            throw Refusal.of("value of header " + name, "\"\"", "keep_empty_value");
        }
        HeaderEdits.Line line = new HeaderEdits.Line(name, value);
        switch (option.getAppendAction()) {
            case OVERWRITE_IF_EXISTS_OR_ADD -> set.add(line);
            case APPEND_IF_EXISTS_OR_ADD -> add.add(line);
            case ADD_IF_ABSENT, OVERWRITE_IF_EXISTS, UNRECOGNIZED -> throw Refusal
                    .unsupported("append_action " + option.getAppendAction() + " of header " + name);
        }
    }

    private static String editable(String name) {
        String refusal = ProtectedHeaders.refusal(name);
        if (refusal != null) {
            throw Refusal.of("header to edit", name, refusal);
        }
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw Refusal.of("header to edit", "\"" + name + "\"", "the name of a header");
        }
        return name;
    }
}
